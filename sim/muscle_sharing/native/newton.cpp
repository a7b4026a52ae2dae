// Semismooth Newton method on the dual of the muscle-sharing problem: docs/solver.md.
//
// Dual unknowns: a multiplier y for every row and one for the power. For given multipliers every muscle is
// brought to its cheapest activation within its limits (activation_limits.hpp), every slack to its own
// price; the dual function is concave and its gradient is what the rows miss. A Newton step solves the
// piece of the quadratic problem on which the activations now stand: runs of linked positions move as one.
#include "problem.hpp"

#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

#include "activation_limits.hpp"
#include "dense.hpp"

namespace {

constexpr double PROXIMAL = 1e-10, PROXIMAL_HARD = 1e-3;
// Added to the diagonal of the rows about the last multipliers, the second where a row has no slack: keep a
// row that no free muscle reaches solvable.
constexpr double DAMPING = 2.0, DAMPING_LINKED = 10.0, LESS = 0.25;
// The same, times the worst miss, without and with rate limits: far from the answer it keeps the steps within
// the pieces' reach. Values with the least time over 80 random problems.
constexpr double SLACK_PROXIMAL = 1e-3;
// Price of half a squared change of a slack that is free on one side, about its last value.
constexpr double CENTRED = 1e-4;  // worst miss at which that value is taken anew
constexpr double HALVED = 0.5;           // of the worst miss by a step: else the damping is too strong, and less is taken
constexpr double ENOUGH_RISE = 1e-4;     // share of the first slope that a step must gain on average
constexpr double FLAT_ENOUGH = 0.1;      // share of the first slope at which a line search stops
constexpr double FIRST_PHASE = 0.1;      // miss of the rows at which the rate limits come in
constexpr int MOST_TRIALS = 30;          // of a line search
constexpr double CONVEX = 1e-10;         // share of its largest entry by which the trunk's price may miss it
constexpr double ROUNDING = 1e-14;       // of the dual value, a share of it
constexpr double NEARLY = 100.0;         // times the tolerance: settled, where no step gains any more
constexpr int MOST_SCALE_STEPS = 50;     // of a habit's scale

enum Status { SETTLED = 0, NOT_SETTLED = 1, NOT_POSITIVE = 2, NOT_FINITE = 3, WRONG = 4, INDEFINITE = 5 };

// Grows to a miss, and stays with one that is not a number.
inline void grow(double& worst, double miss) {
    if (!(std::abs(miss) <= worst)) worst = std::abs(miss);
}

// A run: consecutive positions of one muscle whose links are tight, free of its bounds; a_i = share_i x + shift_i.
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

// Multipliers, and the wrench that is stationary at them.
struct Iterate {
    std::vector<double> y, u;
    double power = 0.0;
};

template <int S>  // rows of a position, padded
class Newton {
  public:
    Newton(const SharingProblem& p, SharingAnswer& answer)
        : p_(p), out_(answer), legs_(int(p.legs)), n_(int(p.positions)), m_(int(p.muscles)),
          rows_(int(p.rows)), total_(legs_ * n_) {}

    int solve() {
        prepare();
        if (!trunk_is_convex()) return INDEFINITE;
        Iterate now{std::vector<double>(std::size_t(total_) * S, 0.0),
                    std::vector<double>(std::size_t(total_) * WRENCH, 0.0)};
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
    std::size_t at(int i, int j) const { return std::size_t(i) * m_ + j; }
    std::size_t by_muscle(int i, int j) const {
        return (std::size_t(i / n_) * m_ + j) * n_ + i % n_;
    }
    const double* column(int i, int j) const { return &rows_by_muscle_[at(i, j) * S]; }

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
        slope_.resize(all), activation_.assign(all, p_.low), hold_.assign(all, LOOSE);
        price_.resize(n_);
        scale_.assign(std::size_t(legs_) * m_, 0.0);
        missed_.assign(std::size_t(total_) * S, 0.0);
        for (int leg = 0; leg < legs_; ++leg)
            limits_.emplace_back(n_, p_.low, p_.rise_share ? p_.rise_share + leg * n_ : nullptr,
                                 p_.fall_share ? p_.fall_share + leg * n_ : nullptr);
        centre_.assign(std::size_t(total_) * rows_, 0.0);
        members_.resize(total_), factors_.resize(std::size_t(total_) * S * S);
        local_.resize(total_), columns_.resize(total_);
    }

    bool trunk_is_convex() {
        std::vector<double> price(p_.trunk_price, p_.trunk_price + std::size_t(total_) * total_);
        double largest = std::numeric_limits<double>::min();
        for (const double value : price) grow(largest, value);
        if (!std::isfinite(largest)) return true;  // found out by its effects
        for (int i = 0; i < total_; ++i) price[std::size_t(i) * (total_ + 1)] += CONVEX * largest;
        return factorise(price.data(), total_, total_);
    }

    // ---- the dual function ------------------------------------------------------------------------

    // Activations, habit scales, what the rows and the power miss, and the dual value.
    void evaluate(const Iterate& at_) {
        for (int i = 0; i < total_; ++i) {
            const double* y = &at_.y[std::size_t(i) * S];
            for (int j = 0; j < m_; ++j) {
                const double* c = column(i, j);
                double even = 0.0, odd = 0.0;
                for (int r = 0; r < S; r += 2) even += c[r] * y[r], odd += c[r + 1] * y[r + 1];
                slope_[by_muscle(i, j)] = linear_[by_muscle(i, j)] + (even + odd);
            }
        }
        muscle_value_ = 0.0;
        for (int leg = 0; leg < legs_; ++leg)
            for (int j = 0; j < m_; ++j) cheapest(leg, j);
        rows_missed(at_);
    }

    // One muscle's activations, with the scale of its habit that is cheapest too.
    void cheapest(int leg, int j) {
        const std::size_t first = (std::size_t(leg) * m_ + j) * n_;
        const double *w = &square_[first], *b = &slope_[first], *g = &pull_[first];
        double* a = &activation_[first];
        std::int8_t* hold = &hold_[first];
        const double habit = p_.habit_price ? p_.habit_price[leg * m_ + j] : 0.0;
        double& k = scale_[leg * m_ + j];
        if (!(habit > 0.0)) {
            project(leg, w, b, a, hold);
        } else {
            scale_and_project(leg, w, b, g, habit, k, a, hold);
            muscle_value_ += 0.5 * habit * k * k;
        }
        for (int i = 0; i < n_; ++i) muscle_value_ += (0.5 * w[i] * a[i] + b[i] - g[i] * k) * a[i];
    }

    void project(int leg, const double* w, const double* b, double* a, std::int8_t* hold) {
        if (linked_) limits_[leg].keep(w, b, a, hold);
        else limits_[leg].clip(w, b, a, hold);
    }

    // Root of K k = sum g a(k), k >= 0: Newton's method, bracketed. The left side outgrows the right.
    void scale_and_project(int leg, const double* w, const double* b, const double* g, double habit,
                           double& k, double* a, std::int8_t* hold) {
        double under = 0.0, over = std::numeric_limits<double>::infinity();
        for (int tries = 0; tries < MOST_SCALE_STEPS; ++tries) {
            for (int i = 0; i < n_; ++i) price_[i] = b[i] - g[i] * k;
            project(leg, w, price_.data(), a, hold);
            double pulled = 0.0;
            for (int i = 0; i < n_; ++i) pulled += g[i] * a[i];
            const double excess = habit * k - pulled;
            if (excess > 0.0) over = k;
            else under = k;
            const double slope = habit - pull_curvature(leg, w, g, hold);
            double next = k - excess / slope;
            if (next < 0.0) next = 0.0;
            if (!(next >= under && next <= over)) next = 0.5 * (under + over);
            if (std::abs(next - k) <= 1e-15 * (1.0 + std::abs(k))) break;
            k = next;
        }
    }

    // How fast sum g a grows with the habit's scale: free positions and runs.
    double pull_curvature(int leg, const double* w, const double* g, const std::int8_t* hold) {
        double sum = 0.0;
        each_run(hold, [&](int start, int length, bool fixed) {
            if (fixed) return;
            double share = 1.0, above = 0.0, below = 0.0;
            for (int s = 0; s < length; ++s) {
                const int i = (start + s) % n_;
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
        for (int done = 0; done < n_;) {
            int length = 0, i = (first + done) % n_;
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

    void rows_missed(const Iterate& at_) {
        missed_power_ = p_.power ? -p_.power_right : 0.0;
        worst_ = 0.0, value_ = muscle_value_;
        for (int i = 0; i < total_; ++i) {
            double* miss = &missed_[std::size_t(i) * S];
            std::fill(miss, miss + S, 0.0);
            for (int j = 0; j < m_; ++j) {
                const double a = activation_[by_muscle(i, j)];
                const double* c = column(i, j);
                for (int r = 0; r < S; ++r) miss[r] += c[r] * a;
            }
            const double* u = &at_.u[std::size_t(i) * WRENCH];
            for (int r = 0; r < rows_; ++r) {
                const std::size_t row = std::size_t(i) * rows_ + r;
                const double y = at_.y[std::size_t(i) * S + r], z = slack(row, y);
                for (int c = 0; c < WRENCH; ++c) miss[r] += p_.by_wrench[row * WRENCH + c] * u[c];
                miss[r] += z - p_.right[row];
                value_ += 0.5 * z * (y - SLACK_PROXIMAL * centre_[row]) - y * p_.right[row];
                grow(worst_, miss[r]);
            }
            for (int c = 0; c < WRENCH; ++c) {
                value_ -= 0.5 * p_.wrench_price[i * WRENCH + c] * u[c] * u[c];
                if (p_.power) missed_power_ += p_.power[i * WRENCH + c] * u[c];
            }
            value_ -= 0.5 * u[0] * trunk_row(i, at_.u);
        }
        if (p_.power) value_ -= at_.power * p_.power_right;
        grow(worst_, missed_power_);
    }

    // Slack over multiplier, by the multiplier's sign: slack above zero comes of one below zero. A slack that
    // is free on one side is priced about its last value too (the proximal method).
    double give(std::size_t row, double y) const {
        const double above = p_.give_above[row], below = p_.give_below[row];
        const double own = y <= SLACK_PROXIMAL * centre_[row] ? above : below;
        if (!std::isinf(above) && !std::isinf(below)) return own;
        return std::isinf(own) ? 1.0 / SLACK_PROXIMAL : own / (1.0 + SLACK_PROXIMAL * own);
    }

    double slack(std::size_t row, double y) const {
        return -give(row, y) * (y - SLACK_PROXIMAL * centre_[row]);
    }

    // The proximal method's next centre: the slacks as they are.
    void recentre(const Iterate& now) {
        bool any = false;
        for (std::size_t row = 0; row < centre_.size(); ++row)
            if (std::isinf(p_.give_above[row]) || std::isinf(p_.give_below[row])) {
                centre_[row] = slack(row, now.y[row / rows_ * S + row % rows_]);
                any = true;
            }
        if (any) rows_missed(now);
    }

    double trunk_row(int i, const std::vector<double>& u) const {
        const double* row = p_.trunk_price + std::size_t(i) * total_;
        double sum = 0.0;
        for (int k = 0; k < total_; ++k) sum += row[k] * u[std::size_t(k) * WRENCH];
        return sum;
    }

    // ---- climbing it ------------------------------------------------------------------------------

    // Newton steps until the rows miss no more than `enough`.
    int climb(Iterate& now, double enough) {
        Iterate next = now;
        damping_ = linked_ ? DAMPING_LINKED : DAMPING;
        evaluate(now);
        while (!(worst_ <= enough) || out_.steps == 0) {
            if (!std::isfinite(worst_)) return NOT_FINITE;
            if (out_.steps >= p_.most_steps) return worst_ <= NEARLY * enough ? SETTLED : NOT_SETTLED;
            if (!newton(now, next)) return NOT_POSITIVE;
            const bool moved = advance(now, next);
            const double reached = worst_;
            if (worst_ <= CENTRED) recentre(now);
            if (!moved && worst_ <= reached) return worst_ <= NEARLY * enough ? SETTLED : NOT_SETTLED;
        }
        return SETTLED;
    }

    // Moves to the next iterate, or as far towards it as the dual function rises. The first step is whole:
    // it reaches multipliers at which the wrench is stationary, and steps between such remain there.
    bool advance(Iterate& now, Iterate& next) {
        const bool first = out_.steps++ == 0;
        const double value = value_, worst = worst_, slope = slope_along(now, next);
        evaluate(next);
        const double rounding = ROUNDING * (1.0 + std::abs(value));
        const bool rises = value_ - value >= ENOUGH_RISE * slope - rounding;
        if (first || (rises && slope > rounding)) {
            if (!(worst_ <= HALVED * worst)) damping_ *= LESS;
            std::swap(now, next);
            return true;
        }
        if (slope <= rounding) {  // the value cannot tell any more, but the miss can
            const bool closer = worst_ < HALVED * worst;
            if (worst_ < worst) std::swap(now, next);
            else evaluate(now);
            return closer;
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

    // ---- the Newton step --------------------------------------------------------------------------

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
        for (int leg = 0; leg < legs_; ++leg)
            for (int j = 0; j < m_; ++j) {
                const std::size_t first = (std::size_t(leg) * m_ + j) * n_;
                const std::int8_t* hold = &hold_[first];
                each_run(hold, [&](int start, int length, bool fixed) {
                    if (fixed && out_.steps > 0) return;  // the first step lets every muscle go
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
        out_.unknowns = order_;
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
            shift_at_(k) = shift;
            if (s + 1 == length) break;
            const auto& limits = limits_[leg];
            shift = limits.share(i, hold_[k]) * shift + limits.shift(i, hold_[k]);
            share *= limits.share(i, hold_[k]);
        }
        runs_.push_back(run);
    }

    double& shift_at_(std::size_t k) {
        if (shift_.size() != activation_.size()) shift_.resize(activation_.size());
        return shift_[k];
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
        const double damping = out_.steps > 0 ? damping_ * worst_ : 0.0;
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

    // ---- the answer -------------------------------------------------------------------------------

    void finish(const Iterate& now) {
        double objective = 0.0, stationarity = 0.0;
        out_.broken = worst_break();
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

    double wrench_cost(int i, const Iterate& now, double& stationarity) {
        const double* u = &now.u[std::size_t(i) * WRENCH];
        double cost = 0.0;
        for (int c = 0; c < WRENCH; ++c) {
            const int k = i * WRENCH + c;
            const double priced = p_.wrench_price[k] * u[c] + (c == 0 ? trunk_row(i, now.u) : 0.0);
            cost += (0.5 * priced + p_.wrench_linear[k]) * u[c];
            double miss = priced + p_.wrench_linear[k] + (p_.power ? now.power * p_.power[k] : 0.0);
            for (int r = 0; r < rows_; ++r)
                miss += p_.by_wrench[(std::size_t(i) * rows_ + r) * WRENCH + c] * now.y[std::size_t(i) * S + r];
            grow(stationarity, miss);
            out_.wrench[k] = u[c];
        }
        return cost;
    }

    enum Kind : std::int8_t { FIXED, FREE, LINKED };

    const SharingProblem& p_;
    SharingAnswer& out_;
    int legs_, n_, m_, rows_, total_;
    bool linked_ = false;
    double damping_ = 0.0;
    std::vector<double> rows_by_muscle_, square_, linear_, pull_, slope_, activation_, price_, scale_;
    std::vector<std::int8_t> hold_, kind_;
    std::vector<ActivationLimits> limits_;
    std::vector<double> missed_;
    std::vector<double> centre_;
    double muscle_value_ = 0.0, value_ = 0.0, worst_ = 0.0, missed_power_ = 0.0;

    std::vector<Run> runs_;
    std::vector<std::vector<Member>> members_;
    std::vector<int> habits_;
    std::vector<double> shift_, factors_, gram_, work_, dense_, rhs_, by_power_, solution_, values_;
    std::vector<std::vector<double>> local_;
    std::vector<std::vector<int>> columns_;
    int scales_ = 0, order_ = 0, stride_ = 0;
    double power_ = 0.0, power_corner_ = 0.0, power_rhs_ = 0.0;
};

}  // namespace

extern "C" {

int share_work(const SharingProblem* problem, SharingAnswer* answer) {
    if (problem->rows <= 8) return Newton<8>(*problem, *answer).solve();
    if (problem->rows <= 16) return Newton<16>(*problem, *answer).solve();
    return WRONG;
}

void share_work_of_many(const SharingProblem* problems, SharingAnswer* answers, std::int64_t count,
                        int* statuses) {
    for (std::int64_t k = 0; k < count; ++k) statuses[k] = share_work(problems + k, answers + k);
}

int sharing_layout(void) { return 2; }
}
