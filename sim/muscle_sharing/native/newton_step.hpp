// One Newton step on the dual function: docs/solver.md.
//
// Solves the piece of the quadratic problem on which the activations now stand. A position's rows are a
// 7 x 7 block; runs of linked positions move as one. What couples positions (fore-aft forces, runs, the
// scales of habits) is left for one dense system.
#pragma once

#include "dual_function.hpp"

constexpr double PROXIMAL = 1e-10, PROXIMAL_HARD = 1e-3;
// Added to the diagonal of the rows about the last multipliers, the second where a row has no slack: keep a
// row that no free muscle reaches solvable. Guesses.

// Consecutive positions of one muscle whose links are tight, free of its bounds; a_i = share_i x + shift_i.
struct Run {
    int leg, muscle;
    double curvature;  // sum of w share^2
    double pull;       // sum of share (w shift + linear price)
    double habit;      // sum of habit_pull share
};

struct Member {
    int run;
    double share;
};

template <int S>
class NewtonStep : protected DualFunction<S> {
  protected:
    using Base = DualFunction<S>;
    using Base::p_;
    using Base::legs_;
    using Base::n_;
    using Base::m_;
    using Base::rows_;
    using Base::total_;
    using Base::square_;
    using Base::linear_;
    using Base::pull_;
    using Base::activation_;
    using Base::scale_;
    using Base::hold_;
    using Base::limits_;
    using Base::centre_;
    using Base::worst_;
    using Base::at;
    using Base::by_muscle;
    using Base::column;
    using Base::each_run;
    using Base::give;

    explicit NewtonStep(const SharingProblem& p)
        : Base(p), members_(std::size_t(p.legs * p.positions)),
          factors_(std::size_t(p.legs * p.positions) * S * S),
          local_(std::size_t(p.legs * p.positions)), columns_(std::size_t(p.legs * p.positions)) {}

    // The quadratic problem's answer were the activations to stay on their piece.
    bool newton(const Iterate& now, Iterate& next) {
        gather_runs();
        for (int i = 0; i < total_; ++i)
            if (!condense(i, now)) return false;
        return solve_dense() && (spread(next), true);
    }

    // Runs, the scales of habits that are in force, and which of them reach each position.
    void gather_runs() {
        runs_.clear();
        for (auto& members : members_) members.clear();
        kind_.assign(activation_.size(), FIXED);
        shift_.resize(activation_.size());
        for (int leg = 0; leg < legs_; ++leg)
            for (int j = 0; j < m_; ++j) {
                const std::size_t first = (std::size_t(leg) * m_ + j) * n_;
                const std::int8_t* hold = &hold_[first];
                each_run(hold, [&](int start, int length, bool fixed) {
                    if (fixed && !first_step_) return;  // the first step lets every muscle go
                    if (length == 1) kind_[first + start] = FREE;
                    else add_run(leg, j, start, length);
                });
            }
        habits_.assign(std::size_t(legs_) * m_, -1);
        int scales = 0;
        if (p_.habit_price)
            for (std::size_t k = 0; k < habits_.size(); ++k)
                if (p_.habit_price[k] > 0.0 && scale_[k] > 0.0) habits_[k] = scales++;
        scales_ = scales;
        order_ = int(runs_.size()) + scales + total_;
        stride_ = order_;
        dense_.assign(std::size_t(order_) * stride_, 0.0);
        rhs_.assign(order_, 0.0), by_power_.assign(order_, 0.0);
        power_corner_ = power_rhs_ = 0.0;
        seed_dense();
    }

    void add_run(int leg, int j, int start, int length) {
        const std::size_t first = (std::size_t(leg) * m_ + j) * n_;
        Run run{leg, j, 0.0, 0.0, 0.0};
        double share = 1.0, shift = 0.0;
        for (int s = 0; s < length; ++s) {
            const int i = (start + s) % n_;
            const std::size_t k = first + i;
            run.curvature += square_[k] * share * share;
            run.pull += share * (square_[k] * shift + linear_[k]);
            run.habit += pull_[k] * share;
            kind_[k] = LINKED;
            members_[leg * n_ + i].push_back({int(runs_.size()), share});
            shift_[k] = shift;
            if (s + 1 == length) break;
            const auto& limits = limits_[leg];
            shift = limits.share(i, hold_[k]) * shift + limits.shift(i, hold_[k]);
            share *= limits.share(i, hold_[k]);
        }
        runs_.push_back(run);
    }

    int run_index(int run) const { return run; }
    int scale_index(int leg, int j) const {
        const int habit = habits_[std::size_t(leg) * m_ + j];
        return habit < 0 ? -1 : int(runs_.size()) + habit;
    }
    int force_index(int i) const { return int(runs_.size()) + scales_ + i; }
    double& cell(int a, int b) {
        return a < b ? dense_[std::size_t(a) * stride_ + b] : dense_[std::size_t(b) * stride_ + a];
    }

    // What needs no position: the trunk's price, runs' curvature, habits' prices.
    void seed_dense() {
        for (int i = 0; i < total_; ++i)
            std::memcpy(&cell(force_index(i), force_index(i)),
                        p_.trunk_price + std::size_t(i) * total_ + i, sizeof(double) * (total_ - i));
        for (int r = 0; r < int(runs_.size()); ++r) {
            const Run& run = runs_[r];
            cell(r, r) += run.curvature;
            rhs_[r] -= run.pull;
            if (const int k = scale_index(run.leg, run.muscle); k >= 0) cell(r, k) -= run.habit;
        }
        for (int leg = 0; leg < legs_; ++leg)
            for (int j = 0; j < m_; ++j)
                if (const int k = scale_index(leg, j); k >= 0) seed_scale(leg, j, k);
    }

    void seed_scale(int leg, int j, int k) {
        const std::size_t first = (std::size_t(leg) * m_ + j) * n_;
        double curvature = p_.habit_price[leg * m_ + j], right = 0.0;
        for (int i = 0; i < n_; ++i) {
            const double g = pull_[first + i], w = square_[first + i];
            if (kind_[first + i] == FREE) curvature -= g * g / w, right -= g * linear_[first + i] / w;
            else if (kind_[first + i] == FIXED) right += g * activation_[first + i];
            else right += g * shift_[first + i];
        }
        cell(k, k) += curvature;
        rhs_[k] += right;
    }

    // One position: its rows' 7 x 7 block factorised, its rows and own wrench eliminated, the rest added
    // to the dense system.
    bool condense(int i, const Iterate& now) {
        const int leg = i / n_;
        const double damping = first_step_ ? 0.0 : damping_ * worst_;
        double block[S * S] = {}, right[S] = {};
        std::vector<int>& index = columns_[i];
        index.clear();
        std::vector<double>& q = work_;  // columns of runs and habit scales
        q.clear();
        for (int j = 0; j < m_; ++j) {
            const std::size_t k = by_muscle(i, j);
            const double* c = column(i, j);
            if (kind_[k] == FREE) {
                const double inverse = 1.0 / square_[k];
                for (int r = 0; r < rows_; ++r) {
                    const double scaled = c[r] * inverse;
                    for (int s = 0; s < S; ++s) block[r * S + s] += scaled * c[s];
                    right[r] += scaled * linear_[k];
                }
                if (const int h = scale_index(leg, j); h >= 0) {
                    index.push_back(h);
                    for (int r = 0; r < S; ++r) q.push_back(c[r] * pull_[k] * inverse);
                }
            } else {
                const double a = kind_[k] == FIXED ? activation_[k] : shift_[k];
                for (int r = 0; r < rows_; ++r) right[r] -= c[r] * a;
            }
        }
        for (const Member& member : members_[i]) {
            index.push_back(run_index(member.run));
            const double* c = column(i, runs_[member.run].muscle);
            for (int r = 0; r < S; ++r) q.push_back(c[r] * member.share);
        }
        for (int r = 0; r < rows_; ++r) {
            const std::size_t row = std::size_t(i) * rows_ + r;
            const double y = now.y[std::size_t(i) * S + r];
            const double given = give(row, y);
            const double near = std::max(given > 0.0 ? PROXIMAL : PROXIMAL_HARD, damping);
            block[r * S + r] += given + near;
            right[r] += p_.right[row] - near * y - given * SLACK_PROXIMAL * centre_[row];
        }
        for (int r = rows_; r < S; ++r) block[r * S + r] = 1.0;
        if (!factorise(block, S, S)) return false;
        std::memcpy(&factors_[std::size_t(i) * S * S], block, sizeof(block));
        return eliminate(i, block, right, q, index);
    }

    // Columns of a position: wrench components 1 to 4, then 0, then runs and scales, right side, power.
    bool eliminate(int i, const double* factor, const double* right, const std::vector<double>& q,
                   const std::vector<int>& index) {
        const int others = int(index.size()), width = WRENCH + others + 1, all = width + 1;
        std::vector<double>& x = local_[i];  // S rows of `width`, then 4 rows of `all`
        x.resize(std::size_t(S) * width + std::size_t(4) * all);
        for (int r = 0; r < S; ++r) {
            double* row = &x[std::size_t(r) * width];
            for (int c = 0; c < WRENCH; ++c)
                row[c] = r < rows_ ? p_.by_wrench[(std::size_t(i) * rows_ + r) * WRENCH + (c + 1) % WRENCH]
                                   : 0.0;
            for (int c = 0; c < others; ++c) row[WRENCH + c] = q[std::size_t(c) * S + r];
            row[width - 1] = right[r];
        }
        for (int r = 0; r < S; ++r) {
            double* row = &x[std::size_t(r) * width];
            for (int s = 0; s < r; ++s) subtract(row, &x[std::size_t(s) * width], factor[s * S + r], width);
            const double inverse = 1.0 / factor[r * S + r];
            for (int c = 0; c < width; ++c) row[c] *= inverse;
        }
        gram_.assign(std::size_t(all) * all, 0.0);
        for (int c = 0; c < width; ++c) {
            double* sums = &gram_[std::size_t(c) * all];
            for (int r = 0; r < rows_; ++r) {
                const double* row = &x[std::size_t(r) * width];
                subtract(sums + c, row + c, -row[c], width - c);
            }
        }
        for (int c = 0; c < WRENCH; ++c) {
            const int component = (c + 1) % WRENCH;
            double* sums = &gram_[std::size_t(c) * all];
            sums[c] += p_.wrench_price[i * WRENCH + component];
            sums[width - 1] -= p_.wrench_linear[i * WRENCH + component];
            if (p_.power) sums[width] = p_.power[i * WRENCH + component];
        }
        for (int t = 0; t < 4; ++t) {
            const double* row = &gram_[std::size_t(t) * all];
            if (!(row[t] > 0.0)) return false;
            for (int c = t + 1; c < all; ++c)
                if (row[c] != 0.0) subtract(&gram_[std::size_t(c) * all + c], row + c, row[c] / row[t], all - c);
        }
        std::memcpy(&x[std::size_t(S) * width], gram_.data(), sizeof(double) * 4 * all);
        add_to_dense(i, index, width, all);
        return true;
    }

    void add_to_dense(int i, const std::vector<int>& index, int width, int all) {
        const int others = int(index.size());
        for (int c = 0; c <= others; ++c) {
            const double* row = &gram_[std::size_t(4 + c) * all] + 4;
            const int place = c == 0 ? force_index(i) : index[c - 1];
            cell(place, place) += row[c];
            for (int d = c + 1; d <= others; ++d) cell(place, index[d - 1]) += row[d];
            rhs_[place] += row[others + 1];
            by_power_[place] += row[others + 2];
        }
        power_rhs_ += gram_[std::size_t(width - 1) * all + width];
        power_corner_ += gram_[std::size_t(width) * all + width];
    }

    bool solve_dense() {
        if (!factorise(dense_.data(), order_, stride_)) return false;
        solve_factorised(dense_.data(), order_, stride_, rhs_.data());
        power_ = 0.0;
        if (!p_.power) return true;
        solution_ = by_power_;
        solve_factorised(dense_.data(), order_, stride_, solution_.data());
        double above = -p_.power_right - power_rhs_, below = -power_corner_;
        for (int k = 0; k < order_; ++k) above += by_power_[k] * rhs_[k], below += by_power_[k] * solution_[k];
        if (!(below > 0.0)) return false;
        power_ = above / below;
        subtract(rhs_.data(), solution_.data(), power_, order_);
        return true;
    }

    // Back from the dense unknowns to wrench and multipliers of every position.
    void spread(Iterate& next) {
        next.power = power_;
        for (std::size_t k = 0; k < habits_.size(); ++k)
            next.k[k] = habits_[k] < 0 ? 0.0 : std::max(0.0, rhs_[runs_.size() + habits_[k]]);
        for (int i = 0; i < total_; ++i) {
            const std::vector<int>& index = columns_[i];
            const int others = int(index.size()), width = WRENCH + others + 1, all = width + 1;
            const std::vector<double>& x = local_[i];
            values_.resize(width);
            values_[4] = rhs_[force_index(i)];
            for (int c = 0; c < others; ++c) values_[WRENCH + c] = rhs_[index[c]];
            for (int t = 3; t >= 0; --t) {
                const double* row = &x[std::size_t(S) * width + std::size_t(t) * all];
                double sum = row[width - 1] - row[width] * power_;
                for (int c = t + 1; c < width - 1; ++c) sum -= row[c] * values_[c];
                values_[t] = sum / row[t];
            }
            double* u = &next.u[std::size_t(i) * WRENCH];
            u[0] = values_[4];
            for (int c = 0; c < 4; ++c) u[c + 1] = values_[c];
            double* y = &next.y[std::size_t(i) * S];
            values_[width - 1] = -1.0;
            for (int r = 0; r < S; ++r) {
                double sum = 0.0;
                for (int c = 0; c < width; ++c) sum += x[std::size_t(r) * width + c] * values_[c];
                y[r] = sum;
            }
            const double* factor = &factors_[std::size_t(i) * S * S];
            for (int r = S - 1; r >= 0; --r) {
                for (int s = r + 1; s < S; ++s) y[r] -= factor[r * S + s] * y[s];
                y[r] /= factor[r * S + r];
            }
        }
    }

    enum Kind : std::int8_t { FIXED, FREE, LINKED };

    bool first_step_ = true;
    double damping_ = 0.0;
    std::vector<std::int8_t> kind_;
    std::vector<Run> runs_;
    std::vector<std::vector<Member>> members_;
    std::vector<int> habits_;
    std::vector<double> shift_, factors_, gram_, work_, dense_, rhs_, by_power_, solution_, values_;
    std::vector<std::vector<double>> local_;
    std::vector<std::vector<int>> columns_;
    int scales_ = 0, order_ = 0, stride_ = 0;
    double power_ = 0.0, power_corner_ = 0.0, power_rhs_ = 0.0;
};
