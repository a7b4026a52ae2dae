// One Newton step on the dual function: docs/solver.md.
//
// Solves the piece of the quadratic problem on which the activations now stand. A position's rows are a
// small block; runs of linked positions move as one. What couples positions (fore-aft forces, runs, the
// scales of habits) is left for one dense system.
#pragma once

#include "dual_function.hpp"

constexpr double PROXIMAL = 1e-10, PROXIMAL_HARD = 1e-3, PROXIMAL_HARD_LAST = 1e-5;
// Added to the diagonal of the rows about the last multipliers, the second where a row has no slack, the third there once
// the rows miss no more than SETTLING: keep a row that no free muscle reaches solvable. Guesses.

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
    using Base::scaled;
    using Base::over_;
    using Base::root_;
    using Base::softness_;
    using Base::each_run;
    using Base::give;
    using Base::slack_proximal_;

    explicit NewtonStep(const SharingProblem& p)
        : Base(p), members_(std::size_t(p.legs * p.positions)),
          factors_(std::size_t(p.legs * p.positions) * S * S), inverses_(std::size_t(p.legs * p.positions) * S),
          local_(std::size_t(p.legs * p.positions)), columns_(std::size_t(p.legs * p.positions)) {}

    // The quadratic problem's answer were the activations to stay on their piece.
    bool newton(const Iterate& now, Iterate& next) {
        gather_runs();
        for (int i = 0; i < total_; ++i)
            if (!condense(i, now)) return false;
        return solve_dense() && (spread(next), true);
    }

    // Runs, the scales of habits that are in force, and which of them reach each position. `rest_` is what an activation
    // comes to where multipliers, runs and scales are nought; only free ones follow the multipliers of their position.
    void gather_runs() {
        runs_.clear();
        for (auto& members : members_) members.clear();
        free_.resize(activation_.size()), free_count_.assign(total_, 0);
        rest_ = activation_;
        softening_.assign(std::size_t(legs_) * m_, 0.0);
        for (int leg = 0; leg < legs_; ++leg)
            for (int j = 0; j < m_; ++j) {
                const std::size_t first = (std::size_t(leg) * m_ + j) * n_;
                double& softening = softening_[leg * m_ + j];
                each_run(&hold_[first], [&](int start, int length, bool fixed) {
                    if (fixed && !first_step_) return;  // the first step lets every muscle go
                    if (length > 1) return add_run(leg, j, start, length);
                    const std::size_t k = first + start;
                    const int i = leg * n_ + start;
                    free_[std::size_t(i) * m_ + free_count_[i]++] = j;
                    rest_[k] = -linear_[k] * over_[k];
                    softening += softness_[k];
                });
            }
        habits_.assign(std::size_t(legs_) * m_, -1);
        int scales = 0;
        muscle_of_scale_.clear();
        if (p_.habit_price)
            for (std::size_t k = 0; k < habits_.size(); ++k)
                if (p_.habit_price[k] > 0.0 && scale_[k] > 0.0) habits_[k] = scales++, muscle_of_scale_.push_back(int(k));
        scales_ = scales;
        order_ = int(runs_.size()) + scales + total_;
        stride_ = order_ + 2;
        dense_.assign(std::size_t(order_) * stride_, 0.0);
        pulls_.resize(order_);
        power_corner_ = power_rhs_ = 0.0;
        seed_dense();
    }

    void add_run(int leg, int j, int start, int length) {
        const std::size_t first = (std::size_t(leg) * m_ + j) * n_;
        const auto& limits = limits_[leg];
        Run run{leg, j, 0.0, 0.0, 0.0};
        double share = 1.0, shift = 0.0;
        for (int s = 0, i = start; s < length; ++s, i = i + 1 == n_ ? 0 : i + 1) {
            const std::size_t k = first + i;
            run.curvature += square_[k] * share * share;
            run.pull += share * (square_[k] * shift + linear_[k]);
            run.habit += pull_[k] * share;
            members_[leg * n_ + i].push_back({int(runs_.size()), share});
            rest_[k] = shift;
            if (s + 1 == length) break;
            shift = limits.share(i, hold_[k]) * shift + limits.shift(i, hold_[k]);
            share *= limits.share(i, hold_[k]);
        }
        runs_.push_back(run);
    }

    int scale_index(int leg, int j) const {
        const int habit = habits_[std::size_t(leg) * m_ + j];
        return habit < 0 ? -1 : int(runs_.size()) + habit;
    }
    int force_index(int i) const { return int(runs_.size()) + scales_ + i; }
    double& cell(int a, int b) { return dense_[std::size_t(a) * stride_ + b]; }  // a <= b
    double& rhs(int a) { return cell(a, order_); }

    // What needs no position: the trunk's price, runs' curvature, habits' prices.
    void seed_dense() {
        for (int i = 0; i < total_; ++i)
            std::memcpy(&cell(force_index(i), force_index(i)),
                        p_.trunk_price + std::size_t(i) * total_ + i, sizeof(double) * (total_ - i));
        for (int r = 0; r < int(runs_.size()); ++r) {
            const Run& run = runs_[r];
            cell(r, r) += run.curvature;
            rhs(r) -= run.pull;
            if (const int k = scale_index(run.leg, run.muscle); k >= 0) cell(r, k) -= run.habit;
        }
        for (int leg = 0; leg < legs_; ++leg)
            for (int j = 0; j < m_; ++j)
                if (const int k = scale_index(leg, j); k >= 0) seed_scale(leg, j, k);
    }

    void seed_scale(int leg, int j, int k) {
        const std::size_t muscle = std::size_t(leg) * m_ + j;
        cell(k, k) += p_.habit_price[muscle] - softening_[muscle];
        rhs(k) += product(&pull_[muscle * n_], &rest_[muscle * n_], n_);
    }

    // One position: its rows' S x S block factorised, its rows and own wrench eliminated, the rest added
    // to the dense system.
    bool condense(int i, const Iterate& now) {
        const int leg = i / n_;
        const double damping = first_step_ ? 0.0 : damping_ * worst_;
        const double hard = worst_ <= SETTLING ? PROXIMAL_HARD_LAST : PROXIMAL_HARD;
        std::vector<int>& index = columns_[i];  // of the dense system: runs, scales, the fore-aft force
        index.clear(), freed_.clear();
        for (const Member& member : members_[i]) index.push_back(member.run);
        double block[S * S], right[S];
        sum_scaled<S>(column(i, 0), &rest_[by_muscle(i, 0)], n_, m_, right);
        for (int r = 0; r < S; ++r) right[r] = -right[r];
        for (int f = 0; f < free_count_[i]; ++f) {
            const int j = free_[std::size_t(i) * m_ + f];
            freed_.push_back(scaled(i, j));
            if (const int h = scale_index(leg, j); h >= 0) {
                const std::size_t k = by_muscle(i, j);
                index.push_back(h), pulls_[h] = pull_[k] * root_[k];
            }
        }
        index.push_back(force_index(i));
        sum_outer<S>(freed_.data(), int(freed_.size()), block);
        for (int r = 0; r < rows_; ++r) {
            const std::size_t row = std::size_t(i) * rows_ + r;
            const double y = now.y[std::size_t(i) * S + r];
            const double given = give(row, y);
            const double near = std::max(given > 0.0 ? PROXIMAL : hard, damping);
            block[r * S + r] += given + near;
            right[r] += p_.right[row] - near * y - given * slack_proximal_ * centre_[row];
        }
        for (int r = rows_; r < S; ++r) block[r * S + r] = 1.0;
        double* inverse = &inverses_[std::size_t(i) * S];
        if (!factorise_block<S>(block, inverse)) return false;
        std::memcpy(&factors_[std::size_t(i) * S * S], block, sizeof(block));
        fill_columns(i, right);
        return eliminate(i, block, inverse);
    }

    // Columns of a position: wrench components 1 to 4, what `columns_` names, right side, power.
    void fill_columns(int i, const double* right) {
        const std::vector<int>& index = columns_[i];
        const int others = int(index.size()), stride = stride_of(others);
        std::vector<double>& x = local_[i];  // S rows, then the 4 of the wrench
        x.assign(std::size_t(S + 4) * stride, 0.0);
        for (int r = 0; r < rows_; ++r) {
            const double* by_wrench = p_.by_wrench + (std::size_t(i) * rows_ + r) * WRENCH;
            double* row = &x[std::size_t(r) * stride];
            std::memcpy(row, by_wrench + 1, sizeof(double) * 4);
            row[4 + others - 1] = by_wrench[0];
            row[4 + others] = right[r];
        }
        int c = 4;
        const auto column_from = [&](const double* q, double share) {
            for (int r = 0; r < S; ++r) x[std::size_t(r) * stride + c] = share * q[r];
            ++c;
        };
        for (const Member& member : members_[i]) column_from(column(i, runs_[member.run].muscle), member.share);
        for (int k = c - 4; k + 1 < others; ++k)
            column_from(scaled(i, muscle_of_scale_[index[k] - runs_.size()] % m_), pulls_[index[k]]);
    }

    static int stride_of(int others) { return (4 + others + 2 + 1) / 2 * 2 + 4; }

    bool eliminate(int i, const double* factor, const double* inverse) {
        const int others = int(columns_[i].size()), all = 4 + others + 2, stride = stride_of(others);
        double* x = local_[i].data();
        forward<S>(factor, inverse, x, (all + 1) / 2 * 2, stride);
        double* own = x + std::size_t(S) * stride;  // the wrench's four rows
        products<S, 4>(x, stride, all, own);
        double corner[4 * 4], over[4];
        for (int t = 0; t < 4; ++t) {
            double* row = own + std::size_t(t) * stride;
            const int k = i * WRENCH + t + 1;
            row[t] += p_.wrench_price[k];
            row[all - 2] -= p_.wrench_linear[k];
            if (p_.power) row[all - 1] = p_.power[k];
            std::memcpy(corner + 4 * t, row, sizeof(double) * 4);
        }
        if (!factorise_block<4>(corner, over)) return false;
        forward<4>(corner, over, own, (all + 1) / 2 * 2, stride);
        gram_.resize(std::size_t(all + 1) * stride);
        gram<S, 4>(x, stride, 4, all, gram_.data());
        add_to_dense(i, all, stride);
        return true;
    }

    void add_to_dense(int i, int all, int stride) {
        const std::vector<int>& index = columns_[i];
        const int others = int(index.size()), force = i * WRENCH;
        for (int c = 0; c < others; ++c) {
            const double* row = &gram_[std::size_t(4 + c) * stride + 4];
            double* dense = &dense_[std::size_t(index[c]) * stride_];
            for (int d = c; d < others; ++d) dense[index[d]] += row[d];
            dense[order_] += row[others];
            dense[order_ + 1] += row[others + 1];
        }
        const int own = index.back();
        cell(own, own) += p_.wrench_price[force];
        rhs(own) -= p_.wrench_linear[force];
        if (p_.power) cell(own, order_ + 1) += p_.power[force];
        power_rhs_ += gram_[std::size_t(all - 2) * stride + all - 1];
        power_corner_ += gram_[std::size_t(all - 1) * stride + all - 1];
    }

    // Two columns go through the factorisation with the matrix, the right side's f and the power's g: their products
    // give the power's multiplier before any unknown is solved for.
    bool solve_dense() {
        if (!factorise(dense_.data(), order_, order_ + 2, stride_)) return false;
        solution_.resize(order_);
        double above = -p_.power_right - power_rhs_, below = -power_corner_;
        for (int k = 0; k < order_; ++k) {
            const double f = rhs(k), g = cell(k, order_ + 1);
            solution_[k] = f, above += g * f, below += g * g;
        }
        power_ = 0.0;
        if (p_.power) {
            if (!(below > 0.0)) return false;
            power_ = above / below;
            for (int k = 0; k < order_; ++k) solution_[k] -= power_ * cell(k, order_ + 1);
        }
        solve_upper(dense_.data(), order_, stride_, solution_.data());
        return true;
    }

    // Back from the dense unknowns to wrench and multipliers of every position.
    void spread(Iterate& next) {
        next.power = power_;
        for (std::size_t k = 0; k < habits_.size(); ++k)
            next.k[k] = habits_[k] < 0 ? 0.0 : std::max(0.0, solution_[runs_.size() + habits_[k]]);
        for (int i = 0; i < total_; ++i) {
            const std::vector<int>& index = columns_[i];
            const int others = int(index.size()), known = 4 + others, stride = stride_of(others);
            const double* x = local_[i].data();
            values_.resize(known);
            for (int c = 0; c < others; ++c) values_[4 + c] = solution_[index[c]];
            for (int t = 3; t >= 0; --t) {
                const double* row = x + std::size_t(S + t) * stride;
                const int done = (t + 2) / 2 * 2;  // t + 1, or the even number after it
                double sum = row[known] - row[known + 1] * power_ - product(row + done, &values_[done], known - done);
                if (done > t + 1) sum -= row[t + 1] * values_[t + 1];
                values_[t] = sum / row[t];
            }
            double* u = &next.u[std::size_t(i) * WRENCH];
            u[0] = values_.back();
            for (int c = 0; c < 4; ++c) u[c + 1] = values_[c];
            double* y = &next.y[std::size_t(i) * S];
            for (int r = 0; r < S; ++r) {
                const double* row = x + std::size_t(r) * stride;
                y[r] = product(row, values_.data(), known) - row[known];
            }
            const double *factor = &factors_[std::size_t(i) * S * S], *inverse = &inverses_[std::size_t(i) * S];
            for (int s = S - 1; s >= 0; --s) {
                y[s] *= inverse[s];
                for (int r = 0; r < s; ++r) y[r] -= factor[r * S + s] * y[s];
            }
        }
    }

    bool first_step_ = true;
    double damping_ = 0.0;
    std::vector<Run> runs_;
    std::vector<std::vector<Member>> members_;
    std::vector<int> habits_, muscle_of_scale_, free_, free_count_;  // of each position its free muscles
    std::vector<const double*> freed_;
    std::vector<double> rest_, softening_, factors_, inverses_, gram_, pulls_, dense_, solution_, values_;
    std::vector<std::vector<double>> local_;
    std::vector<std::vector<int>> columns_;
    int scales_ = 0, order_ = 0, stride_ = 0;
    double power_ = 0.0, power_corner_ = 0.0, power_rhs_ = 0.0;
};
