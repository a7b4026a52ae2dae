// The dual function of the muscle-sharing problem: docs/solver.md.
//
// For given multipliers every muscle is brought to its cheapest activation within its limits, every slack to
// its own price. The dual function is concave, and its gradient is what the rows miss.
#pragma once

#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

#include "activation_limits.hpp"
#include "dense.hpp"
#include "problem.hpp"
#include "small_blocks.hpp"

constexpr double SLACK_PROXIMAL = 1e-3, SLACK_PROXIMAL_LAST = 1e-6, SETTLING = 1e-4;
// Price of half a squared change of a slack that is free on one side, about its last value: first, and once the rows
// miss no more than the third. Values with the fewest steps over some hundred random problems.
constexpr double CONVEX = 1e-10;      // share of its largest entry by which the trunk's price may miss it
constexpr int MOST_SCALE_STEPS = 50;  // of a habit's scale
constexpr double SAME_SCALE = 1e-13;  // share of one and itself by which a scale may still change: a thousandth of the rows' tolerance

// Grows to a miss, and stays with one that is not a number.
inline void grow(double& worst, double miss) {
    if (!(std::abs(miss) <= worst)) worst = std::abs(miss);
}

// Multipliers, the wrench that is stationary at them, and the scales of habits to begin with.
struct Iterate {
    std::vector<double> y, u, k;
    double power = 0.0;
};

template <int S>  // rows of a position, padded
class DualFunction {
  protected:
    explicit DualFunction(const SharingProblem& p)
        : p_(p), legs_(int(p.legs)), n_(int(p.positions)), m_(int(p.muscles)),
          rows_(int(p.rows)), total_(legs_ * n_) {}

    std::size_t at(int i, int j) const { return std::size_t(i) * m_ + j; }
    std::size_t by_muscle(int i, int j) const {
        return (std::size_t(i / n_) * m_ + j) * n_ + i % n_;
    }
    const double* column(int i, int j) const { return &rows_by_muscle_[at(i, j) * S]; }
    const double* scaled(int i, int j) const { return &scaled_[at(i, j) * S]; }

    // Rows padded to S; prices by muscle, so that a muscle's cycle is contiguous.
    void prepare() {
        const std::size_t all = std::size_t(total_) * m_;
        rows_by_muscle_.assign(all * S, 0.0);
        for (std::size_t k = 0; k < all; ++k)
            std::memcpy(&rows_by_muscle_[k * S], p_.by_activation + k * rows_, sizeof(double) * rows_);
        square_.resize(all), linear_.resize(all), pull_.assign(all, 0.0);
        for (int i = 0; i < total_; ++i)
            for (int j = 0; j < m_; ++j) {
                square_[by_muscle(i, j)] = p_.square_price[at(i, j)];
                linear_[by_muscle(i, j)] = p_.linear_price[at(i, j)];
                if (p_.habit_pull) pull_[by_muscle(i, j)] = p_.habit_pull[at(i, j)];
            }
        root_.resize(all), over_.resize(all), scaled_.resize(all * S), softness_.resize(all);
        for (int i = 0; i < total_; ++i)
            for (int j = 0; j < m_; ++j) {
                const std::size_t k = by_muscle(i, j);
                over_[k] = 1.0 / square_[k], root_[k] = std::sqrt(over_[k]);
                softness_[k] = pull_[k] * pull_[k] / square_[k];
                for (int r = 0; r < S; ++r)
                    scaled_[at(i, j) * S + r] = rows_by_muscle_[at(i, j) * S + r] * root_[k];
            }
        slope_.resize(all), activation_.assign(all, p_.low), hold_.assign(all, LOOSE);
        price_.resize(n_);
        cuts_.assign(std::size_t(legs_) * m_, -1);
        scale_.assign(std::size_t(legs_) * m_, 0.0), cost_ = scale_;
        missed_.assign(std::size_t(total_) * S, 0.0);
        for (int leg = 0; leg < legs_; ++leg)
            limits_.emplace_back(n_, p_.low, p_.rise_share ? p_.rise_share + leg * n_ : nullptr,
                                 p_.fall_share ? p_.fall_share + leg * n_ : nullptr);
        centre_.assign(std::size_t(total_) * rows_, 0.0), one_sided_.resize(centre_.size());
        for (std::size_t row = 0; row < centre_.size(); ++row)
            one_sided_[row] = std::isinf(p_.give_above[row]) || std::isinf(p_.give_below[row]);
    }

    bool trunk_is_convex() {
        std::vector<double> price(p_.trunk_price, p_.trunk_price + std::size_t(total_) * total_);
        double largest = std::numeric_limits<double>::min();
        for (const double value : price) grow(largest, value);
        if (!std::isfinite(largest)) return true;  // found out by its effects
        for (int i = 0; i < total_; ++i) price[std::size_t(i) * (total_ + 1)] += CONVEX * largest;
        return factorise(price.data(), total_, total_, total_);
    }

    // Activations, habit scales, what the rows and the power miss, and the dual value.
    void evaluate(const Iterate& at_) {
        touched_.assign(std::size_t(legs_) * m_, true);
        evaluate_touched(at_);
    }

    // The same where only the prices of the muscles in `touched_` have changed.
    void evaluate_touched(const Iterate& at_) {
        for (int i = 0; i < total_; ++i) {
            const double* y = &at_.y[std::size_t(i) * S];
            const std::size_t first = by_muscle(i, 0), leg = std::size_t(i / n_) * m_;
            for (int j = 0; j < m_; ++j)
                if (touched_[leg + j])
                    slope_[first + std::size_t(j) * n_] = linear_[first + std::size_t(j) * n_] + dot<S>(column(i, j), y);
        }
        double value = 0.0;
        for (int k = 0; k < legs_ * m_; ++k) {
            if (touched_[k]) scale_[k] = at_.k[k], cost_[k] = cheapest(k);
            value += cost_[k];
        }
        rows_missed(at_, value);
    }

    // One muscle's activations, with the scale of its habit that is cheapest too; returns what they cost.
    double cheapest(int muscle) {
        const int leg = muscle / m_;
        const std::size_t first = std::size_t(muscle) * n_;
        const double *b = &slope_[first], *g = &pull_[first];
        double* a = &activation_[first];
        std::int8_t* hold = &hold_[first];
        const double habit = p_.habit_price ? p_.habit_price[muscle] : 0.0;
        double& k = scale_[muscle];
        const bool links = habit > 0.0 ? scale_and_project(leg, first, b, g, habit, k, a, hold)
                                       : project(leg, first, b, a, hold);
        if (!links) limits_[leg].mark(a, hold);
        return cost_of(&square_[first], b, g, k, a) + (habit > 0.0 ? 0.5 * habit * k * k : 0.0);
    }

    double cost_of(const double* w, const double* b, const double* g, double k, const double* a) const {
        const Pair half = twice(0.5), scale = twice(k);
        Pair sum{};
        int i = 0;
        for (; i + 1 < n_; i += 2) {
            const Pair here = load(a + i);
            sum += (half * load(w + i) * here + load(b + i) - load(g + i) * scale) * here;
        }
        if (i < n_) sum[0] += (0.5 * w[i] * a[i] + b[i] - g[i] * k) * a[i];
        return sum[0] + sum[1];
    }

    // Of the muscle whose numbers begin at `first`; whether links may hold it (only then `hold` is written).
    bool project(int leg, std::size_t first, const double* b, double* a, std::int8_t* hold) {
        if (linked_) return limits_[leg].keep(&square_[first], &over_[first], b, a, hold, cuts_[first / n_]);
        limits_[leg].clip(&over_[first], b, a);
        return false;
    }

    // Root of K k = sum g a(k), k >= 0: Newton's method, bracketed. The left side outgrows the right. Whether links may hold.
    bool scale_and_project(int leg, std::size_t first, const double* b, const double* g, double habit,
                           double& k, double* a, std::int8_t* hold) {
        bool links = false;
        double under = 0.0, over = std::numeric_limits<double>::infinity();
        for (int tries = 0; tries < MOST_SCALE_STEPS; ++tries) {
            for (int i = 0; i < n_; ++i) price_[i] = b[i] - g[i] * k;
            links = project(leg, first, price_.data(), a, hold);
            const double excess = habit * k - product(g, a, n_);
            if (excess > 0.0) over = k;
            else under = k;
            const double slope = habit - (links ? pull_curvature(leg, &square_[first], g, hold)
                                                : loose_curvature(&softness_[first], a));
            double next = k - excess / slope;
            if (next < 0.0) next = 0.0;
            if (!(next >= under && next <= over)) next = 0.5 * (under + over);
            if (std::abs(next - k) <= SAME_SCALE * (1.0 + std::abs(k))) break;
            k = next;
        }
        return links;
    }

    // How fast sum g a grows with the habit's scale where no links hold: at free positions.
    double loose_curvature(const double* softness, const double* a) const {
        const Pair low = twice(p_.low), one = twice(1.0);
        Pair sum{};
        int i = 0;
        for (; i + 1 < n_; i += 2) {
            const Pair here = load(a + i);
            sum += only(load(softness + i), (here > low) & (here < one));
        }
        return i < n_ && a[i] > p_.low && a[i] < 1.0 ? sum[0] + sum[1] + softness[i] : sum[0] + sum[1];
    }

    // The same with links: free positions and runs.
    double pull_curvature(int leg, const double* w, const double* g, const std::int8_t* hold) {
        double sum = 0.0;
        each_run(hold, [&](int start, int length, bool fixed) {
            if (fixed) return;
            double share = 1.0, above = 0.0, below = 0.0;
            for (int s = 0, i = start; s < length; ++s, i = i + 1 == n_ ? 0 : i + 1) {
                above += share * g[i], below += share * share * w[i];
                share *= s + 1 < length ? limits_[leg].share(i, hold[i]) : 1.0;
            }
            sum += above * above / below;
        });
        return sum;
    }

    // Maximal runs of tight links, singles included; fixed where one position stands at a bound.
    template <class Visit>
    void each_run(const std::int8_t* hold, Visit visit) const {
        int first = 0;
        while (first < n_ && hold[first == 0 ? n_ - 1 : first - 1] & LINK) ++first;
        if (first == n_) return visit(0, n_, true);
        for (int done = 0, i = first; done < n_;) {
            int length = 0;
            bool fixed = false;
            const int start = i;
            for (bool tight = true; tight; ++length) {
                fixed = fixed || hold[i] & BOUND;
                tight = hold[i] & LINK;
                i = i + 1 == n_ ? 0 : i + 1;
            }
            visit(start, length, fixed);
            done += length;
        }
    }

    void rows_missed(const Iterate& at_, double muscles_cost) {
        missed_power_ = p_.power ? -p_.power_right : 0.0;
        worst_ = 0.0, value_ = muscles_cost;
        for (int i = 0; i < total_; ++i) {
            double* miss = &missed_[std::size_t(i) * S];
            sum_scaled<S>(column(i, 0), &activation_[by_muscle(i, 0)], n_, m_, miss);
            const double* u = &at_.u[std::size_t(i) * WRENCH];
            for (int r = 0; r < rows_; ++r) {
                const std::size_t row = std::size_t(i) * rows_ + r;
                const double y = at_.y[std::size_t(i) * S + r], z = slack(row, y);
                for (int c = 0; c < WRENCH; ++c) miss[r] += p_.by_wrench[row * WRENCH + c] * u[c];
                miss[r] += z - p_.right[row];
                value_ += 0.5 * z * (y - slack_proximal_ * centre_[row]) - y * p_.right[row];
                grow(worst_, miss[r]);
            }
            for (int c = 0; c < WRENCH; ++c) {
                value_ -= 0.5 * p_.wrench_price[i * WRENCH + c] * u[c] * u[c];
                if (p_.power) missed_power_ += p_.power[i * WRENCH + c] * u[c];
            }
        }
        value_ -= 0.5 * trunk_cost(at_.u);
        if (p_.power) value_ -= at_.power * p_.power_right;
        grow(worst_, missed_power_);
    }

    // Slack over multiplier, by the multiplier's sign: slack above zero comes of one below zero. A slack that
    // is free on one side is priced about its last value too (the proximal method).
    double give(std::size_t row, double y) const {
        const double above = p_.give_above[row], below = p_.give_below[row];
        const double own = y <= slack_proximal_ * centre_[row] ? above : below;
        if (!one_sided_[row]) return own;
        return std::isinf(own) ? 1.0 / slack_proximal_ : own / (1.0 + slack_proximal_ * own);
    }

    double slack(std::size_t row, double y) const {
        return -give(row, y) * (y - slack_proximal_ * centre_[row]);
    }

    // The proximal method's next centre: the slacks as they are. A slack that costs nothing has no multiplier at the
    // answer; taken off at once it saves steps, where no wrench stands in the row that would not be stationary then.
    void recentre(Iterate& now) {
        bool any = false;
        touched_.assign(std::size_t(legs_) * m_, false);
        for (std::size_t row = 0; row < centre_.size(); ++row)
            if (one_sided_[row]) {
                double& y = now.y[row / rows_ * S + row % rows_];
                const double z = slack(row, y);
                if (y != 0.0 && costs_nothing(row, y) && !reaches_wrench(row)) y = 0.0, touch(row);
                centre_[row] = z, any = true;
            }
        if (worst_ <= SETTLING) slack_proximal_ = SLACK_PROXIMAL_LAST;
        if (any) evaluate_touched(now);
    }

    // The muscles that add to a row: its multiplier has changed.
    void touch(std::size_t row) {
        const int i = int(row) / rows_, r = int(row) % rows_;
        for (int j = 0; j < m_; ++j)
            if (column(i, j)[r] != 0.0) touched_[std::size_t(i / n_) * m_ + j] = true;
    }

    bool costs_nothing(std::size_t row, double y) const {
        return std::isinf(y <= slack_proximal_ * centre_[row] ? p_.give_above[row] : p_.give_below[row]);
    }

    bool reaches_wrench(std::size_t row) const {
        const double* u = p_.by_wrench + row * WRENCH;
        return std::any_of(u, u + WRENCH, [](double part) { return part != 0.0; });
    }

    // Fore-aft forces times the trunk's price times fore-aft forces; the price times them stays in `trunk_`.
    double trunk_cost(const std::vector<double>& u) {
        trunk_.assign(total_, 0.0);
        for (int i = 0; i < total_; ++i)
            subtract(trunk_.data(), p_.trunk_price + std::size_t(i) * total_, -u[std::size_t(i) * WRENCH], total_);
        double sum = 0.0;
        for (int i = 0; i < total_; ++i) sum += u[std::size_t(i) * WRENCH] * trunk_[i];
        return sum;
    }

    const SharingProblem& p_;
    int legs_, n_, m_, rows_, total_;
    double slack_proximal_ = SLACK_PROXIMAL;
    bool linked_ = false;  // whether rate limits count
    std::vector<double> rows_by_muscle_, scaled_, root_, over_, softness_, square_, linear_, pull_, slope_, activation_, price_, scale_, cost_;
    std::vector<char> touched_, one_sided_;  // muscles whose prices have changed; rows with a slack that is free on one side
    std::vector<std::int8_t> hold_;
    std::vector<int> cuts_;
    std::vector<ActivationLimits> limits_;
    std::vector<double> missed_, centre_, trunk_;
    double value_ = 0.0, worst_ = 0.0, missed_power_ = 0.0;
};
