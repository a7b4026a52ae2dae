// Joint moments of a leg's muscles at single poses, as a forward simulation asks for them step by step.
//
// The numbers of `rider_models/path_matrix.py`, `rider_models/resting_muscle.py` and `sim/muscle_curves.py`, which
// say what they mean and hand their constants in; a test compares the two. Nothing here is another model.
#include <cmath>
#include <cstdint>
#include <vector>

#if defined(_WIN32)
#define PEDALFIT_EXPORT __declspec(dllexport)
#else
#define PEDALFIT_EXPORT __attribute__((visibility("default")))
#endif

constexpr int ANGLES = 6;
constexpr int PIECES = 8;  // numbers of a piece of a resting muscle's curves: a cubic of stretch and one of pull

extern "C" {

struct LegMuscles {
    std::int64_t muscles, terms, degree;
    const double* middle;           // 6: of the sampled range of each joint angle
    const double* half;             // 6: half its width
    const std::int64_t* places;     // 6 x terms: a term's factors among the powers of the joint angles
    const std::int64_t* starts;     // of each column's entries below, and the end of the last
    const std::int64_t* entries;    // terms of a column
    const double* coefficients;     // of these terms; columns: m lengths, then the slopes there are
    std::int64_t slopes;            // how many
    const std::int64_t* slope_of;   // slopes: place among m x 6
    const double* path_scale;       // m, as all below
    const double* slack;
    const double* optimal;
    const double* height;
    const double* strongest;        // active force at optimal length
    const double* fastest;          // shortening
    const double* curvature;        // of Hill's curve
    const double* passive_unit;
    const double* hip_extensor;     // 1 where strength goes with hip flexion, 0 elsewhere
    std::int64_t knots;             // of the resting muscles' curves
    double first_knot, knot_step;
    const double* pieces;           // (knots - 1) x m x 8, highest power first
    std::int64_t gaussians;
    const double* gaussian;         // 4 x gaussians: heights, centres, widths, widenings
    const double* lengthening;      // 3
    std::int64_t strengths;
    const double* hip_flexion;      // strengths, rad, rising
    const double* strength;         // strengths
    double least_room, shortest;
};

// Adds the moments (6) of the muscles' forces at one pose to `moments`; 1 where an angle is beyond the sampled
// range, else 0. `angles` and `velocity` are 6, `activation` m.
PEDALFIT_EXPORT int add_muscle_moments(const LegMuscles* leg, const double* angles, const double* velocity,
                                       const double* activation, double* moments);

// Grows when the layout of the structure above changes.
PEDALFIT_EXPORT int muscle_moments_layout(void);
}

namespace {

struct Pose {
    std::vector<double> terms, values, rate, force;  // terms: behind the powers that they are made of
};

bool fill_terms(const LegMuscles& leg, const double* angles, std::vector<double>& terms) {
    const int powers = int(leg.degree) + 1;
    std::vector<double>& table = terms;
    table.resize(std::size_t(ANGLES * powers + leg.terms));
    for (int c = 0; c < ANGLES; ++c) {
        const double x = (angles[c] - leg.middle[c]) / leg.half[c];
        if (!(std::abs(x) <= 1.0)) return false;
        double power = 1.0;
        for (int k = 0; k < powers; ++k, power *= x) table[std::size_t(c * powers + k)] = power;
    }
    double* out = table.data() + ANGLES * powers;
    for (int t = 0; t < leg.terms; ++t) {
        double product = table[std::size_t(leg.places[t])];
        for (int c = 1; c < ANGLES; ++c) product *= table[std::size_t(leg.places[c * leg.terms + t])];
        out[t] = product;
    }
    return true;
}

double strength_at(const LegMuscles& leg, double flexion) {
    const int last = int(leg.strengths) - 1;
    if (flexion <= leg.hip_flexion[0]) return leg.strength[0];
    if (flexion >= leg.hip_flexion[last]) return leg.strength[last];
    int k = 0;
    while (flexion >= leg.hip_flexion[k + 1]) ++k;
    const double slope = (leg.strength[k + 1] - leg.strength[k]) / (leg.hip_flexion[k + 1] - leg.hip_flexion[k]);
    return leg.strength[k] + slope * (flexion - leg.hip_flexion[k]);
}

double at_length(const LegMuscles& leg, double length) {
    const int n = int(leg.gaussians);
    double sum = 0.0;
    for (int k = 0; k < n; ++k) {
        const double *height = leg.gaussian, *centre = height + n, *width = centre + n, *widening = width + n;
        const double off = (length - centre[k]) / (width[k] + widening[k] * length);
        sum += height[k] * std::exp(-0.5 * off * off);
    }
    return sum;
}

double at_velocity(const LegMuscles& leg, double velocity, double curvature) {
    if (velocity < 0.0) {
        const double shortening = velocity < -1.0 ? 1.0 : -velocity;
        return (1.0 - shortening) / (1.0 + shortening / curvature);
    }
    const double* d = leg.lengthening;
    return 1.0 + d[0] * (std::asinh(d[1] * velocity + d[2]) - std::asinh(d[2]));
}

double tendon_force(const LegMuscles& leg, int j, double length, double rate, double strength, double activation) {
    const double optimal = leg.optimal[j];
    const double room = std::fmax((length - leg.slack[j]) / optimal, leg.least_room);
    std::int64_t piece = std::int64_t((room - leg.first_knot) / leg.knot_step);
    if (piece < 0) piece = 0;
    if (piece > leg.knots - 2) piece = leg.knots - 2;
    const double past = std::fmax(room - (leg.first_knot + double(piece) * leg.knot_step), 0.0);
    const double inside = std::fmin(past, leg.knot_step), beyond = past - inside;
    const double* c = leg.pieces + (std::size_t(piece) * leg.muscles + j) * PIECES;
    const auto value = [&](const double* a) { return ((a[0] * inside + a[1]) * inside + a[2]) * inside + a[3]; };
    const auto slope = [&](const double* a) { return (3.0 * a[0] * inside + 2.0 * a[1]) * inside + a[2]; };
    const double stretch_share = slope(c);
    const double stretch = value(c) + beyond * stretch_share;
    const double pull = value(c + 4) + beyond * slope(c + 4);
    const double along = room - stretch, norm = std::hypot(along, leg.height[j]), cosine = along / norm;
    if (!(norm > leg.shortest)) return 0.0;
    const double velocity = rate * (1.0 - stretch_share) * cosine / (optimal * leg.fastest[j]);
    const double isometric = leg.strongest[j] * at_length(leg, norm) * (leg.hip_extensor[j] > 0.0 ? strength : 1.0);
    const double active = isometric * at_velocity(leg, velocity, leg.curvature[j]) * cosine;
    return activation * active + leg.passive_unit[j] * pull;
}

}  // namespace

extern "C" {

int add_muscle_moments(const LegMuscles* given, const double* angles, const double* velocity,
                       const double* activation, double* moments) {
    const LegMuscles& leg = *given;
    const int m = int(leg.muscles);
    thread_local Pose pose;
    if (!fill_terms(leg, angles, pose.terms)) return 1;
    const double* terms = pose.terms.data() + ANGLES * (leg.degree + 1);
    const int columns = m + int(leg.slopes);
    pose.values.resize(std::size_t(columns));
    for (int c = 0; c < columns; ++c) {
        double sum = 0.0;
        for (std::int64_t e = leg.starts[c]; e < leg.starts[c + 1]; ++e)
            sum += leg.coefficients[e] * terms[leg.entries[e]];
        pose.values[std::size_t(c)] = sum;
    }
    pose.rate.assign(std::size_t(m), 0.0);
    for (int s = 0; s < leg.slopes; ++s) {
        const int j = int(leg.slope_of[s]) / ANGLES, c = int(leg.slope_of[s]) % ANGLES;
        double& slope = pose.values[std::size_t(m + s)];
        slope *= leg.path_scale[j] / leg.half[c];
        pose.rate[std::size_t(j)] += slope * velocity[c];
    }
    const double strength = strength_at(leg, angles[0]);
    pose.force.resize(std::size_t(m));
    for (int j = 0; j < m; ++j)
        pose.force[std::size_t(j)] = tendon_force(leg, j, pose.values[std::size_t(j)] * leg.path_scale[j],
                                                  pose.rate[std::size_t(j)], strength, activation[j]);
    for (int s = 0; s < leg.slopes; ++s) {
        const int j = int(leg.slope_of[s]) / ANGLES, c = int(leg.slope_of[s]) % ANGLES;
        moments[c] -= pose.force[std::size_t(j)] * pose.values[std::size_t(m + s)];
    }
    return 0;
}

int muscle_moments_layout(void) { return 1; }
}
