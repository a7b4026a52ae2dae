// Semismooth Newton method on the dual of the muscle-sharing problem: docs/solver.md.
//
// Climbs the dual function by Newton steps, first without the rate limits, then with them.
#include "newton_step.hpp"
#include "price_balance.hpp"

namespace {

constexpr double DAMPING = 2.0, DAMPING_LINKED = 5.0, LESS = 0.15;
// What the rows' diagonal gets beside, times the worst miss, without and with rate limits: far from the
// answer it keeps the steps within the pieces' reach. Values with the least time over some hundred random problems.
constexpr double CENTRED = 0.1;       // worst miss at which a free slack's last value is taken anew
constexpr double HALVED = 0.5;        // of the worst miss by a step: else less damping is taken
constexpr double ENOUGH_RISE = 1e-4;  // share of the first slope that a step must gain on average
constexpr double FLAT_ENOUGH = 0.3;   // share of the first slope at which a line search stops
constexpr double FIRST_PHASE = 1.0;   // miss of the rows at which the rate limits come in
constexpr int MOST_TRIALS = 30;       // of a line search
constexpr double ROUNDING = 1e-14;    // of the dual value, a share of it
constexpr double NEARLY = 100.0;      // times the tolerance: settled, where no step gains any more

enum Status { SETTLED = 0, NOT_SETTLED = 1, NOT_POSITIVE = 2, NOT_FINITE = 3, WRONG = 4, INDEFINITE = 5,
              HOPELESS = 6 };

template <int S>
class Newton : NewtonStep<S> {
    using Base = NewtonStep<S>;
    using Base::p_;
    using Base::legs_;
    using Base::n_;
    using Base::m_;
    using Base::rows_;
    using Base::total_;
    using Base::linked_;
    using Base::square_;
    using Base::linear_;
    using Base::pull_;
    using Base::activation_;
    using Base::slope_;
    using Base::price_;
    using Base::hold_;
    using Base::limits_;
    using Base::scale_;
    using Base::missed_;
    using Base::value_;
    using Base::worst_;
    using Base::missed_power_;
    using Base::damping_;
    using Base::first_step_;
    using Base::order_;
    using Base::at;
    using Base::by_muscle;
    using Base::prepare;
    using Base::trunk_is_convex;
    using Base::evaluate;
    using Base::recentre;
    using Base::give;
    using Base::slack;
    using Base::trunk_;
    using Base::trunk_cost;
    using Base::newton;

  public:
    Newton(const SharingProblem& p, SharingAnswer& answer)
        : Base(p), out_(answer) {}

    int solve() {
        prepare();
        if (!trunk_is_convex()) return INDEFINITE;
        Iterate now{std::vector<double>(std::size_t(total_) * S, 0.0),
                    std::vector<double>(std::size_t(total_) * WRENCH, 0.0),
                    std::vector<double>(std::size_t(legs_) * m_, 0.0)};
        out_.steps = out_.shortened = 0;
        int status = climb(now, p_.rise_share ? std::max(FIRST_PHASE, p_.tolerance) : p_.tolerance);
        if (status == SETTLED && p_.rise_share) {
            linked_ = true;
            status = climb(now, p_.tolerance);
        }
        finish(now);
        return status;
    }

  private:
    // Newton steps until the rows miss no more than `enough`.
    int climb(Iterate& now, double enough) {
        Iterate next = now;
        damping_ = linked_ ? DAMPING_LINKED : DAMPING;
        evaluate(now);
        if (linked_ && worst_ <= CENTRED) recentre(now);  // no answer counts before
        while (!(worst_ <= enough) || first_step_) {
            if (!std::isfinite(worst_)) return NOT_FINITE;
            if (out_.steps >= p_.most_steps) return worst_ <= NEARLY * enough ? SETTLED : NOT_SETTLED;
            if (!newton(now, next)) return NOT_POSITIVE;
            const bool moved = advance(now, next);
            const double reached = worst_;
            if (value_ > p_.hopeless) return HOPELESS;  // no answer costs less than the dual function's value
            if (worst_ <= CENTRED && (linked_ || !p_.rise_share)) recentre(now);
            if (!moved && worst_ <= reached) return worst_ <= NEARLY * enough ? SETTLED : NOT_SETTLED;
        }
        return SETTLED;
    }

    // Moves to the next iterate, or as far towards it as the dual function rises. The first step is whole:
    // it reaches multipliers at which the wrench is stationary, and steps between such remain there.
    bool advance(Iterate& now, Iterate& next) {
        const bool first = first_step_;
        first_step_ = false;
        ++out_.steps;
        const double value = value_, worst = worst_, slope = slope_along(now, next);
        evaluate(next);
        const double rounding = ROUNDING * (1.0 + std::abs(value));
        const bool rises = slope > rounding && value_ - value >= ENOUGH_RISE * slope - rounding;
        // Near the answer what the wrench's stationarity is missed by, though small, may hide the value's rise.
        const bool nears = worst_ < HALVED * worst && (worst <= SETTLING || slope <= rounding);
        if (first || rises || nears) {
            if (!(worst_ <= HALVED * worst)) damping_ *= LESS;
            std::swap(now, next);
            return true;
        }
        if (slope <= rounding) {  // the value cannot tell any more
            if (worst_ < worst) std::swap(now, next);
            else evaluate(now);
            return false;
        }
        ++out_.shortened;
        return search(now, next, value, slope);
    }

    // Exact to a share: the slope falls along the line, piecewise linearly.
    bool search(Iterate& now, Iterate& next, double value, double slope) {
        double under = 0.0, over = 1.0, slope_under = slope, slope_over = slope_along(now, next);
        Iterate trial = now;
        for (int tries = 0; tries < MOST_TRIALS; ++tries) {
            double t = tries % 3 == 2 ? 0.5 * (under + over)
                                      : under + (over - under) * slope_under / (slope_under - slope_over);
            if (!std::isfinite(t)) t = 0.5 * (under + over);
            t = std::min(std::max(t, under + 1e-3 * (over - under)), over - 1e-3 * (over - under));
            for (std::size_t k = 0; k < trial.y.size(); ++k) trial.y[k] = now.y[k] + t * (next.y[k] - now.y[k]);
            for (std::size_t k = 0; k < trial.u.size(); ++k) trial.u[k] = now.u[k] + t * (next.u[k] - now.u[k]);
            for (std::size_t k = 0; k < trial.k.size(); ++k)
                trial.k[k] = now.k[k] + t * (next.k[k] - now.k[k]);
            trial.power = now.power + t * (next.power - now.power);
            evaluate(trial);
            const double here = slope_along(now, next);
            if (std::abs(here) <= FLAT_ENOUGH * slope && value_ - value >= ENOUGH_RISE * t * slope) {
                std::swap(now, trial);
                return true;
            }
            if (here > 0.0) under = t, slope_under = here;
            else over = t, slope_over = here;
        }
        std::swap(now, trial);
        return value_ > value;
    }

    // Derivative of the dual function from `now` towards `next` at what was evaluated last.
    double slope_along(const Iterate& now, const Iterate& next) const {
        double sum = (next.power - now.power) * missed_power_;
        for (std::size_t k = 0; k < missed_.size(); ++k) sum += (next.y[k] - now.y[k]) * missed_[k];
        return sum;
    }

    void finish(const Iterate& now) {
        double objective = 0.0, stationarity = 0.0;
        out_.unknowns = order_;
        out_.broken = worst_break();
        out_.unbalanced = worst_imbalance(now);
        trunk_cost(now.u);
        for (int i = 0; i < total_; ++i) {
            for (int j = 0; j < m_; ++j) {
                const std::size_t k = by_muscle(i, j);
                const double a = activation_[k];
                out_.activation[at(i, j)] = a;
                const double scale = scale_[std::size_t(i / n_) * m_ + j];
                objective += (0.5 * square_[k] * a + linear_[k] - pull_[k] * scale) * a;
            }
            for (int r = 0; r < rows_; ++r) {
                const std::size_t row = std::size_t(i) * rows_ + r;
                const double y = now.y[std::size_t(i) * S + r], z = slack(row, y);
                out_.multiplier[row] = y, out_.slack[row] = z;
                objective -= 0.5 * z * y;
            }
            objective += wrench_cost(i, now, stationarity);
        }
        for (int k = 0; k < legs_ * m_; ++k) {
            out_.habit_scale[k] = scale_[k];
            if (p_.habit_price) objective += 0.5 * p_.habit_price[k] * scale_[k] * scale_[k];
        }
        out_.power_multiplier = now.power;
        out_.objective = objective, out_.residual = worst_, out_.stationarity = stationarity;
    }

    // Reckoned from the activations alone.
    double worst_break() const {
        double worst = 0.0;
        for (int i = 0; i < total_; ++i) {
            const int next = i % n_ + 1 == n_ ? i + 1 - n_ : i + 1;
            for (int j = 0; j < m_; ++j) {
                const double a = activation_[by_muscle(i, j)], after = activation_[by_muscle(next, j)];
                double miss = std::max(p_.low - a, a - 1.0);
                if (p_.rise_share) {
                    miss = std::max(miss, after - p_.rise_share[i] * a - (1.0 - p_.rise_share[i]));
                    miss = std::max(miss, p_.fall_share[i] * a - after);
                }
                if (!(miss <= worst)) worst = miss;
            }
        }
        return worst;
    }

    // Of the prices of activations, habits' scales and slacks, by which at worst no multipliers balance them.
    double worst_imbalance(const Iterate& now) {
        double worst = 0.0;
        for (int k = 0; k < legs_ * m_; ++k) {
            const int leg = k / m_;
            const std::size_t first = std::size_t(k) * n_;
            const double *a = &activation_[first], *g = &pull_[first];
            for (int i = 0; i < n_; ++i)
                price_[i] = g[i] * scale_[k] - slope_[first + i] - square_[first + i] * a[i];
            grow(worst, unbalanced(limits_[leg], n_, p_.low, price_.data(), a, &hold_[first]));
            if (!p_.habit_price || !(p_.habit_price[k] > 0.0)) continue;
            const double excess = p_.habit_price[k] * scale_[k] - product(g, a, n_);
            grow(worst, scale_[k] > 0.0 ? excess : std::min(excess, 0.0));
        }
        for (std::size_t row = 0; row < std::size_t(total_) * rows_; ++row)
            grow(worst, slack_imbalance(row, now.y[row / rows_ * S + row % rows_]));
        return worst;
    }

    // z = -give y with the give of z's own sign; a slack that costs nothing has no multiplier, one that is nought for want
    // of a side has none that would push it to its other side.
    double slack_imbalance(std::size_t row, double y) const {
        const double z = slack(row, y), above = p_.give_above[row], below = p_.give_below[row];
        if (z == 0.0) return std::max(above > 0.0 ? -y : 0.0, below > 0.0 ? y : 0.0);
        const double give = z > 0.0 ? above : below;
        return std::isinf(give) ? y : z + give * y;
    }

    double wrench_cost(int i, const Iterate& now, double& stationarity) {
        const double* u = &now.u[std::size_t(i) * WRENCH];
        double cost = 0.0;
        for (int c = 0; c < WRENCH; ++c) {
            const int k = i * WRENCH + c;
            const double priced = p_.wrench_price[k] * u[c] + (c == 0 ? trunk_[i] : 0.0);
            cost += (0.5 * priced + p_.wrench_linear[k]) * u[c];
            double miss = priced + p_.wrench_linear[k] + (p_.power ? now.power * p_.power[k] : 0.0);
            for (int r = 0; r < rows_; ++r)
                miss += p_.by_wrench[(std::size_t(i) * rows_ + r) * WRENCH + c] * now.y[std::size_t(i) * S + r];
            grow(stationarity, miss);
            out_.wrench[k] = u[c];
        }
        return cost;
    }

    SharingAnswer& out_;
};

}  // namespace

extern "C" {

int share_work(const SharingProblem* problem, SharingAnswer* answer) {
    if (problem->rows <= 8) return Newton<8>(*problem, *answer).solve();
    if (problem->rows <= 16) return Newton<16>(*problem, *answer).solve();
    return WRONG;
}

int sharing_layout(void) { return 4; }
}
