// The cheapest activation of one muscle over the cycle for given prices, exactly within its limits.
//
// min sum_i w_i a_i^2 / 2 + b_i a_i  subject to  low <= a_i <= 1  and, around the loop of crank
// positions, fall_i a_i <= a_{i+1} <= rise_i a_i + 1 - rise_i.
//
// Solved in c = 1 - a, what is left to full activation, where rise_i c_i <= c_{i+1} <= fall_i c_i + 1 - fall_i:
// a muscle kept back by its rate of rising comes so close to full activation that only c can tell how close.
//
// Dynamic programming along an open chain: V_i(c) = least cost of the positions up to i that ends at c.
// V_i is convex and piecewise quadratic; its derivative is kept as pieces. A link maps it in three parts:
// below rise_i c* along the limit of rising, above fall_i c* + 1 - fall_i along that of falling, and flat
// between. The loop is cut where no link pulls; where every cut pulls, the multiplier of the cut link is
// found by Newton's method and bisection.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "small_blocks.hpp"

// What a position's activation is held by: the link to its successor, and a bound.
enum Hold : std::int8_t { LOOSE = 0, RISING = 1, FALLING = 2, LINK = 3, BOUND = 4 };

class ActivationLimits {
  public:
    ActivationLimits(int n, double low, const double* rise, const double* fall)
        : n_(n), low_(low), most_(1.0 - low), rise_(rise),
          fall_(fall), left_(n + 2), cost_(n), price_(n), lower_(n), upper_(n), moved_(n), chain_(n) {
        pieces_.resize(32 * std::size_t(n));
        for (int i = 0; rise && fall && i < n; ++i)
            over_rise_.push_back(1.0 / rise[i]), over_fall_.push_back(1.0 / fall[i]);
    }

    // Bounds alone; `over` is one over w.
    void clip(const double* __restrict over, const double* __restrict b, double* __restrict a) const {
        const double low = low_;
        for (int i = 0; i < n_; ++i) a[i] = std::min(std::max(-b[i] * over[i], low), 1.0);
    }

    // What holds activations where no link does.
    void mark(const double* __restrict a, std::int8_t* __restrict hold) const {
        const double low = low_;
        const int n = n_;
        for (int i = 0; i < n; ++i) hold[i] = (a[i] <= low) | (a[i] >= 1.0) ? BOUND : LOOSE;
    }

    // Bounds and links; whether a link may hold: if so, `hold` says what holds each position, else it is left as it was.
    // `cut` is the link at which the cycle was cut last, below 0 at first.
    bool keep(const double* w, const double* over, const double* b, double* a, std::int8_t* hold, int& cut) {
        clip(over, b, a);
        for (int i = 0; i < n_; ++i) left_[i] = 1.0 - a[i];
        if (!spread_breaks()) return false;
        mark(a, hold);
        for (int i = 0; i < n_; ++i) cost_[i] = -(w[i] + b[i]);
        if (!keep_stretches(w, hold)) keep_cycle(w, hold, cut);
        for (int i = 0; i < n_; ++i)
            if (moved_[i]) a[i] = left_[i] >= most_ ? low_ : 1.0 - left_[i];
        return true;
    }

    // a_{i+1} = share a_i + shift along a tight link.
    double share(int i, std::int8_t hold) const {
        return (hold & LINK) == RISING ? rise_[i] : fall_[i];
    }
    double shift(int i, std::int8_t hold) const {
        return (hold & LINK) == RISING ? 1.0 - rise_[i] : 0.0;
    }

  private:
    // The derivative grows from `value` at `from` to `end_value` at `end`, where the next piece begins. Kept by
    // its ends: the limits press pieces together, where a slope and an origin would cancel. `source` is the
    // piece of the position before that a tight link maps here; a place in a piece is kept as a share of it.
    struct Piece {
        double from, end, value, end_value;
        int source;
        Hold link;
    };
    struct Position {
        int first, last;  // its pieces
        int best;         // the one that holds the least of V
        double share, at, below;  // where in it; the derivative just below
    };
    static constexpr double KEPT = 1e-15;     // a link broken by no more is kept: rounding
    static constexpr double NARROW = 1e-15;   // a piece that begins so close below rest is left out
    static constexpr double NOTHING = 1e-200; // the same above full activation
    static constexpr double NO_LINK = 1e-6;   // a share this small limits nothing by more than itself
    static constexpr double SAME_MULTIPLIER = 4e-16;  // share of itself to which a multiplier can be told: rounding
    static constexpr int MOST_CUT_TRIES = 240;  // halving at every third, the bracket has met rounding before

    bool rises(int i) const { return rise_[i] > NO_LINK; }
    bool falls(int i) const { return fall_[i] > NO_LINK; }
    int after(int i) const { return i + 1 == n_ ? 0 : i + 1; }
    int before(int i) const { return i == 0 ? n_ - 1 : i - 1; }

    // How far the link after position i is broken: above zero where it is.
    double excess(int i) const {
        const double now = left_[i], next = left_[after(i)];
        double worst = -1.0;
        if (rises(i)) worst = std::max(worst, rise_[i] * now - next);
        if (falls(i)) worst = std::max(worst, next - (fall_[i] * now + 1.0 - fall_[i]));
        return worst;
    }

    bool any_broken() {
        if (!suspicious()) return false;
        for (int i = 0; i < n_; ++i)
            if (excess(i) > KEPT) return true;
        return false;
    }

    // Whether a link may be broken, two at a time; where this says no, none is.
    bool suspicious() {
        left_[n_] = left_[0], left_[n_ + 1] = left_[0];
        const Pair kept = twice(KEPT), one = twice(1.0);
        auto found = kept > one;  // none yet
        int i = 0;
        for (; i + 1 < n_; i += 2) {
            const Pair now = load(&left_[i]), next = load(&left_[i + 1]), rise = load(rise_ + i), fall = load(fall_ + i);
            found |= rise * now - next > kept;
            found |= next - (fall * now + one - fall) > kept;
        }
        return found[0] || found[1] || (i < n_ && excess(i) > KEPT);
    }

    // Where broken links reach; false where none is broken. The limits are closed under taking the greater or the
    // lesser of two activations, position by position. Therefore the answer lies between the greatest course
    // within the limits that is nowhere above the bounds' own answer and the least that is nowhere below it.
    // Where these two meet the answer is the bounds' own, and no link to such a position pulls.
    bool spread_breaks() {
        if (!suspicious()) return false;
        bool any = false;
        for (int i = 0; i < n_; ++i) {
            const int next = after(i);
            const bool rising = rises(i) && rise_[i] * left_[i] - left_[next] > KEPT;
            const bool falling = falls(i) && left_[next] - (fall_[i] * left_[i] + 1.0 - fall_[i]) > KEPT;
            if (!rising && !falling) continue;
            if (!any) {
                any = true;
                std::copy(left_.begin(), left_.begin() + n_, lower_.begin());
                std::copy(left_.begin(), left_.begin() + n_, upper_.begin());
                std::fill(moved_.begin(), moved_.end(), false);
            }
            if (rising) lower_before(i), raise_after(i);
            else lower_after(i), raise_before(i);
        }
        return any;
    }

    void lower_before(int i) {
        while (rises(i) && rise_[i] * lower_[i] - lower_[after(i)] > KEPT) {
            lower_[i] = lower_[after(i)] * over_rise_[i];
            moved_[i] = true, i = before(i);
        }
    }
    void lower_after(int i) {
        while (falls(i) && lower_[after(i)] - (fall_[i] * lower_[i] + 1.0 - fall_[i]) > KEPT) {
            lower_[after(i)] = fall_[i] * lower_[i] + 1.0 - fall_[i];
            i = after(i), moved_[i] = true;
        }
    }
    void raise_after(int i) {
        while (rises(i) && rise_[i] * upper_[i] - upper_[after(i)] > KEPT) {
            upper_[after(i)] = rise_[i] * upper_[i];
            i = after(i), moved_[i] = true;
        }
    }
    void raise_before(int i) {
        while (falls(i) && upper_[after(i)] - (fall_[i] * upper_[i] + 1.0 - fall_[i]) > KEPT) {
            upper_[i] = 1.0 - (1.0 - upper_[after(i)]) * over_fall_[i];
            moved_[i] = true, i = before(i);
        }
    }

    // Open chains over the stretches that broken links reach; false where they leave no open end.
    bool keep_stretches(const double* w, std::int8_t* hold) {
        int first = 0;
        while (first < n_ && moved_[first]) ++first;
        if (first == n_) return false;
        for (int done = 0, i = first; done < n_; i = after(i)) {
            const int start = i;
            int length = 0;
            for (; moved_[i]; i = after(i)) ++length;
            if (length > 0) chain(start, length, w, cost_.data(), hold);
            done += length + 1;
        }
        return !any_broken();
    }

    // The whole cycle, cut at a link that holds nothing.
    void keep_cycle(const double* w, std::int8_t* hold, int& cut) {
        std::fill(moved_.begin(), moved_.end(), true);
        if (cut < 0) cut = loosest_link(hold);
        for (int tried = 0; tried < 4; ++tried) {
            chain(after(cut), n_, w, cost_.data(), hold);
            if (excess(cut) <= KEPT) return;
            if (tried == 3) hold_cut(cut, w, hold);
            else cut = loosest_link(hold);
        }
    }

    // The link with the most room that holds nothing: in the middle of rest where the muscle rests.
    int loosest_link(const std::int8_t* hold) const {
        int longest = 0, middle = -1;
        for (int start = 0; start < n_; ++start) {
            if (left_[start] < most_ || (start > 0 && left_[start - 1] >= most_)) continue;
            int length = 1;
            while (length < n_ && left_[(start + length) % n_] >= most_) ++length;
            if (length > longest) longest = length, middle = (start + (length - 1) / 2) % n_;
        }
        if (longest >= 2) return middle;
        int loosest = 0;
        double room = -2.0;
        for (int i = 0; i < n_; ++i) {
            const double own = hold[i] & LINK ? -1.5 : -excess(i);
            if (own > room) room = own, loosest = i;
        }
        return loosest;
    }

    // The open chain of `length` positions that begins with `start`.
    void chain(int start, int length, const double* w, const double* b, std::int8_t* hold) {
        bound_future(start, length, w, b);
        count_ = 0;
        push({0.0, most_, 0.0, 0.0, 0, LOOSE});
        int i = before(start);
        for (int step = 0; step < length; ++step) {
            const int first = step == 0 ? 0 : pass_on(i);
            i = after(i);
            chain_[i] = {first, count_ - 1, 0, 0.0, 0.0, 0.0};
            add_cost(chain_[i], w[i], b[i]);
            find_least(chain_[i]);
        }
        hold[i] = LOOSE;
        place(i, chain_[i].best, chain_[i].share, hold);
        Piece reached = pieces_[chain_[i].best];
        double share = chain_[i].share;
        for (int step = 1; step < length; ++step) {
            i = before(i);
            const Position& here = chain_[i];
            int piece = here.best;
            hold[i] = reached.link;
            if (reached.link == LOOSE) {  // but where V bends at the flat part's ends
                if (share == 0.0 && rises(i) && here.at > 0.0) hold[i] = RISING;
                if (share == 1.0 && falls(i) && reached.end < most_) hold[i] = FALLING;
                share = here.share;
            } else {
                piece = reached.source;
                if (piece == here.best) share = within(share, here.share, reached.link);
            }
            place(i, piece, share, hold);
            reached = pieces_[piece];
        }
    }

    // Pieces that can hold no later least are left out. A tight link divides a derivative by its share, and a
    // position adds between -least_push and most_push: below -most_push / (1 - share) it falls for good.
    void bound_future(int start, int length, const double* w, const double* b) {
        double most_push = 0.0, least_push = 0.0, rise = 0.0, fall = 0.0;
        for (int step = 0, i = start; step < length; ++step, i = after(i)) {
            most_push = std::max(most_push, b[i] + w[i] * most_);
            least_push = std::max(least_push, -b[i]);
            rise = std::max(rise, rise_[i]), fall = std::max(fall, fall_[i]);
        }
        lost_below_ = -most_push / (1.0 - rise), lost_above_ = least_push / (1.0 - fall);
    }

    // Share of a piece from the share of its part below (RISING) or above (FALLING) the least of V.
    static double within(double share, double split, Hold link) {
        if (link == RISING) return share * split;
        return share == 1.0 ? 1.0 : split + share * (1.0 - split);
    }

    void place(int i, int piece, double share, std::int8_t* hold) {
        const Position& here = chain_[i];
        const Piece& p = pieces_[piece];
        left_[i] = share == 1.0 ? p.end : p.from + share * (p.end - p.from);
        if (piece == here.best && share == here.share) left_[i] = here.at;
        if (left_[i] <= 0.0 || left_[i] >= most_) hold[i] |= BOUND;
    }

    void push(const Piece& piece) {
        if (count_ == int(pieces_.size())) pieces_.resize(2 * pieces_.size());
        pieces_[count_++] = piece;
    }

    void add_cost(const Position& here, double w, double b) {
        for (int k = here.first; k <= here.last; ++k) {
            pieces_[k].value += w * pieces_[k].from + b;
            pieces_[k].end_value += w * pieces_[k].end + b;
        }
    }

    void find_least(Position& here) const {
        int k = here.first;
        while (k < here.last && pieces_[k].end_value < 0.0) ++k;
        const Piece& p = pieces_[k];
        here.best = k, here.share = 0.0, here.at = p.from, here.below = 0.0;
        if (p.value >= 0.0) return;
        here.share = p.end_value < 0.0 ? 1.0 : p.value / (p.value - p.end_value);
        here.at = here.share == 1.0 ? p.end : p.from + here.share * (p.end - p.from);
        here.below = std::min(p.end_value, 0.0);
        if (here.at < most_) return;
        here.at = most_, here.share = std::min((most_ - p.from) / (p.end - p.from), 1.0);
        here.below = p.value + here.share * (p.end_value - p.value);
    }

    // V of the next position before its own cost, in three parts about the least; returns its first piece.
    int pass_on(int i) {
        const int first = count_;
        const Position here = chain_[i];
        double flat_from = 0.0, flat_end = most_;
        if (rises(i)) {
            const double r = rise_[i], over = over_rise_[i];
            for (int k = here.first; k <= here.best; ++k) {
                const Piece p = pieces_[k];
                const bool whole = k < here.best;
                const double end = r * (whole ? p.end : here.at);
                const double end_value = (whole ? p.end_value : here.below) * over;
                if (end <= NOTHING || p.value >= 0.0 || end_value < lost_below_) continue;
                push({r * p.from, end, p.value * over, end_value, k, RISING});
            }
            flat_from = r * here.at;
        }
        if (falls(i)) flat_end = std::min(fall_[i] * here.at + 1.0 - fall_[i], most_);
        push({flat_from, flat_end, 0.0, 0.0, here.best, LOOSE});
        if (falls(i)) {
            const double e = fall_[i], over = over_fall_[i];
            for (int k = here.share < 1.0 ? here.best : here.best + 1; k <= here.last; ++k) {
                const Piece p = pieces_[k];
                const bool whole = k > here.best || here.share == 0.0;
                const double from = e * (whole ? p.from : here.at) + 1.0 - e;
                const double value = (whole ? p.value : 0.0) * over;
                if (from >= most_ - NARROW || value > lost_above_) break;
                push({from, e * p.end + 1.0 - e, value, p.end_value * over, k, FALLING});
            }
        }
        return first;
    }

    // Every cut pulls: the cut link's own multiplier, for which it is just kept. What it is broken by falls with the
    // multiplier, piecewise linearly: Newton's method, with the bracket halved wherever a step leaves it and at every
    // third try, for pieces may be narrow and the slope between them nought.
    void hold_cut(int cut, const double* w, std::int8_t* hold) {
        const int next = after(cut);
        const bool rising = rises(cut) && rise_[cut] * left_[cut] - left_[next] >= excess(cut);
        const double part = rising ? rise_[cut] : fall_[cut];
        const double rest = rising ? 0.0 : 1.0 - fall_[cut], sign = rising ? -1.0 : 1.0;
        const auto broken_at = [&](double multiplier) {
            std::copy(cost_.begin(), cost_.end(), price_.begin());
            price_[next] += sign * multiplier;
            price_[cut] -= sign * multiplier * part;
            chain(next, n_, w, price_.data(), hold);
            return sign * (left_[next] - part * left_[cut] - rest);
        };
        double under = 0.0, over = std::numeric_limits<double>::infinity(), now = 0.0;
        for (int tries = 0; tries < MOST_CUT_TRIES; ++tries) {
            const double broken = broken_at(now);
            (broken > KEPT ? under : over) = now;
            if (std::abs(broken) <= KEPT || over * (1.0 - SAME_MULTIPLIER) <= under) break;
            const double newton = now + broken / cut_response(cut, part, w, hold);
            const double most = std::isinf(over) ? std::max(4.0 * under, w[cut]) : over;
            if (tries % 3 < 2 && newton > under && newton < most) now = newton;
            else now = std::isinf(over) ? most : 0.5 * (under + over);
        }
        if (now != over && !std::isinf(over)) broken_at(over);
        hold[cut] = rising ? RISING : FALLING;
    }

    // How fast what the cut link is broken by falls with its multiplier, for the links and bounds that hold.
    double cut_response(int cut, double part, const double* w, const std::int8_t* hold) const {
        double below = 0.0, share = 1.0;  // of the run that begins after the cut
        bool fixed = false;
        for (int i = after(cut);; i = after(i)) {
            below += w[i] * share * share;
            fixed = fixed || hold[i] & BOUND;
            if (i == cut) return fixed ? 0.0 : (1.0 - part * share) * (1.0 - part * share) / below;
            if (!(hold[i] & LINK)) break;
            share *= this->share(i, hold[i]);
        }
        const double first = fixed ? 0.0 : 1.0 / below;
        below = 0.0, share = 1.0, fixed = false;  // of the run that ends at it
        for (int i = cut;; i = before(i)) {
            below += w[i] * share * share;
            fixed = fixed || hold[i] & BOUND;
            if (!(hold[before(i)] & LINK)) break;
            share /= this->share(before(i), hold[before(i)]);
        }
        return first + (fixed ? 0.0 : part * part / below);
    }

    int n_;
    double lost_below_ = 0.0, lost_above_ = 0.0;
    double low_, most_;  // least activation, and what it leaves of a full one
    const double *rise_, *fall_;
    std::vector<double> left_, cost_, price_, lower_, upper_, over_rise_, over_fall_;
    std::vector<char> moved_;  // positions that broken links reach
    std::vector<Position> chain_;
    std::vector<Piece> pieces_;  // the first count_ of them
    int count_ = 0;
};
