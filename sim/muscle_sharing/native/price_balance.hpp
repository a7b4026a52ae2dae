// Whether prices balance at an answer: reckoned from what holds it, not from how it was found. docs/solver.md.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "activation_limits.hpp"

// What no multipliers of the tight links balance of one muscle's prices, at worst over its cycle. `price` is what a
// little less activation costs (-w a - b). A tight link's multiplier e_i, above nought where it keeps the muscle from
// falling and below where from rising, leaves price_i + e_{i-1} - share_i e_i: nought at a free position, nought or more
// at full activation, nought or less at the least. Against the links' direction e shrinks by every share; therefore the
// range that e may have is followed backwards, from a link that holds nothing. Where all of them hold, e follows from itself.
// The room of a link that is said to hold is a miss too.
inline double unbalanced(const ActivationLimits& limits, int n, double low, const double* price, const double* a,
                         const std::int8_t* hold) {
    constexpr double INF = std::numeric_limits<double>::infinity();
    const auto before = [n](int i) { return i == 0 ? n - 1 : i - 1; };
    const auto share = [&](int i) { return hold[i] & LINK ? limits.share(i, hold[i]) : 0.0; };
    int last = 0;
    while (last < n && hold[last] & LINK) ++last;
    const bool ring = last == n;
    double least = 0.0, most = 0.0, worst = 0.0;
    if (ring) {
        double alone = 0.0, all = 1.0;
        for (int i = --last, step = 0; step < n; ++step, i = before(i)) alone = share(i) * alone - price[i], all *= share(i);
        least = most = alone / (1.0 - all);
    }
    for (int i = last, step = 0; step < n; ++step, i = before(i)) {
        least = share(i) * least - price[i], most = share(i) * most - price[i];
        if (!ring && a[i] >= 1.0) most = INF;
        if (!ring && a[i] <= low) least = -INF;
        const int prior = before(i), link = hold[prior] & LINK;
        if (link) worst = std::max(worst, std::abs(a[i] - limits.share(prior, hold[prior]) * a[prior] - limits.shift(prior, hold[prior])));
        const double from = link == RISING ? -INF : 0.0, to = link == FALLING ? INF : 0.0;
        if (!(least <= to)) worst = std::max(worst, least - to);
        if (!(most >= from)) worst = std::max(worst, from - most);
        least = std::min(std::max(least, from), to), most = std::min(std::max(most, from), to);
    }
    return worst;
}
