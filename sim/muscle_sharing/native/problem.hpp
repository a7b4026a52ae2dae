// The muscle-sharing problem as the solver takes it, and the answer it gives: docs/solver.md.
//
// P crank positions (of one leg, or of two legs one after the other), m muscles, R rows a position.
// All arrays are contiguous, the last index fastest.
#pragma once

#include <cstdint>

#if defined(_WIN32)
#define PEDALFIT_EXPORT __declspec(dllexport)
#else
#define PEDALFIT_EXPORT __attribute__((visibility("default")))
#endif

constexpr int WRENCH = 5;  // components of the pedal's wrench on the foot

extern "C" {

struct SharingProblem {
    std::int64_t legs;            // 1 or 2
    std::int64_t positions;       // of one leg; P = legs * positions
    std::int64_t muscles;         // m
    std::int64_t rows;            // R, at most 16
    double low;                   // least activation; the greatest is 1
    const double* square_price;   // P x m: half a squared activation costs this, above zero
    const double* linear_price;   // P x m: an activation costs this
    const double* by_activation;  // P x m x R: what a full activation adds to the rows
    const double* by_wrench;      // P x R x 5: what a unit of the wrench adds to the rows
    const double* right;          // P x R: what the rows must come to, slack included
    const double* give_above;     // P x R: slack above zero over its multiplier; 0: none allowed, infinite: free
    const double* give_below;     // P x R: the same of slack below zero
    const double* wrench_price;   // P x 5: half a squared component costs this
    const double* wrench_linear;  // P x 5: a component costs this
    const double* trunk_price;    // P x P: quadratic price of the first components together
    const double* power;          // P x 5: what a component adds to the power; null: no power row
    double power_right;           // the power
    const double* rise_share;     // P, or null: next activation <= rise_share * this + 1 - rise_share
    const double* fall_share;     // P, or null: next activation >= fall_share * this; 0: no limit
    const double* habit_pull;     // P x m, or null: g in the price K k^2 / 2 - k sum g a of a scale k
    const double* habit_price;    // legs x m, or null: K of that price; 0: no habit of that muscle
    double hopeless;              // a cost that no answer of use reaches: the method stops once the cost is surely above
    double tolerance;             // residual of the rows and of the power at which to stop
    std::int64_t most_steps;      // Newton steps before giving up
};

struct SharingAnswer {
    double* activation;    // P x m
    double* wrench;        // P x 5
    double* slack;         // P x R
    double* multiplier;    // P x R: price of the rows
    double* habit_scale;   // legs x m
    double power_multiplier;
    double objective;
    double residual;       // worst miss of a row or of the power
    double stationarity;   // worst miss of the wrench's stationarity
    double broken;         // worst by which an activation breaks a bound or a rate limit
    double unbalanced;     // worst by which the prices of activations, scales and slacks do not balance
    std::int64_t steps;    // Newton steps taken
    std::int64_t shortened;  // of them those that the line search cut
    std::int64_t unknowns;   // order of the last dense system
};

// How it ended: 0 settled, 1 not settled within the steps, 2 the Newton matrix is not positive definite,
// 3 a number is not finite, 4 the description itself is wrong, 5 the trunk's price is not positive semidefinite,
// 6 every answer costs more than `hopeless`.
PEDALFIT_EXPORT int share_work(const SharingProblem* problem, SharingAnswer* answer);

// Grows when the layout of the structures above changes.
PEDALFIT_EXPORT int sharing_layout(void);
}
