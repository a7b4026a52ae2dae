// The joint angles that put the cleat on the pedal, position by position: Newton's method as in
// `sim/leg_kinematics.py`, which says what is solved, checks what comes out and stands in where this is missing.
#include <cmath>
#include <cstdint>
#include <utility>

#if defined(_WIN32)
#define PEDALFIT_EXPORT __declspec(dllexport)
#else
#define PEDALFIT_EXPORT __attribute__((visibility("default")))
#endif

constexpr int JOINTS = 6, ANKLE = 4, FREE = 5;  // the ankle's angle is given

extern "C" {

struct LegOnPedal {
    const double* axis;     // 6 x 3: of each hinge, in the link before
    const double* origin;   // 6 x 3: likewise
    const double* spindle;  // 3: from the last hinge, in the foot's axes
    const double* across;   // 3: the spindle's direction in the foot's axes
    const double* hip;      // 3
    double longest_step;    // of an angle (rad)
    double closed;          // gap (m, rad) that counts as closed
    std::int64_t most_steps;
};

// Brings `angles` (n x 6, rad) from a guess to where the spindle is on `pedal` (n x 3) and lies across.
// Returns how many positions are not closed.
PEDALFIT_EXPORT int close_leg(const LegOnPedal* leg, std::int64_t n, const double* pedal, double* angles);

// Grows when the layout of the structure above changes.
PEDALFIT_EXPORT int leg_closure_layout(void);
}

namespace {

void cross(const double* a, const double* b, double* out) {
    out[0] = a[1] * b[2] - a[2] * b[1];
    out[1] = a[2] * b[0] - a[0] * b[2];
    out[2] = a[0] * b[1] - a[1] * b[0];
}

struct Turn {
    double r[3][3] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};

    void apply(const double* v, double* out) const {
        for (int i = 0; i < 3; ++i) out[i] = r[i][0] * v[0] + r[i][1] * v[1] + r[i][2] * v[2];
    }

    // Then by an angle about an axis of the link that has been turned so far (Rodrigues).
    void then(const double* a, double angle) {
        const double s = std::sin(angle), c = std::cos(angle), d = 1.0 - c;
        const double by[3][3] = {
            {c + d * a[0] * a[0], d * a[0] * a[1] - s * a[2], d * a[0] * a[2] + s * a[1]},
            {d * a[1] * a[0] + s * a[2], c + d * a[1] * a[1], d * a[1] * a[2] - s * a[0]},
            {d * a[2] * a[0] - s * a[1], d * a[2] * a[1] + s * a[0], c + d * a[2] * a[2]}};
        for (auto& row : r) {
            const double x = row[0], y = row[1], z = row[2];
            for (int j = 0; j < 3; ++j) row[j] = x * by[0][j] + y * by[1][j] + z * by[2][j];
        }
    }
};

// What is left of the error, and how the free angles change it.
void errors(const LegOnPedal& leg, const double* pedal, const double* angles, double* error, double (*slope)[FREE]) {
    double axis[JOINTS][3], hinge[JOINTS][3], place[3] = {leg.hip[0], leg.hip[1], leg.hip[2]};
    Turn turn;
    for (int j = 0; j < JOINTS; ++j) {
        double offset[3];
        turn.apply(leg.origin + 3 * j, offset);
        for (int c = 0; c < 3; ++c) hinge[j][c] = place[c] += offset[c];
        turn.apply(leg.axis + 3 * j, axis[j]);
        turn.then(leg.axis + 3 * j, angles[j]);
    }
    double reach[3], across[3];
    turn.apply(leg.spindle, reach);
    turn.apply(leg.across, across);
    for (int c = 0; c < 3; ++c) error[c] = (place[c] += reach[c]) - pedal[c];
    error[3] = across[0], error[4] = across[2];
    for (int j = 0, k = 0; j < JOINTS; ++j) {
        if (j == ANKLE) continue;
        double arm[3], moved[3], turned[3];
        for (int c = 0; c < 3; ++c) arm[c] = place[c] - hinge[j][c];
        cross(axis[j], arm, moved);
        cross(axis[j], across, turned);
        for (int c = 0; c < 3; ++c) slope[c][k] = moved[c];
        slope[3][k] = turned[0], slope[4][k] = turned[2];
        ++k;
    }
}

// Gaussian elimination with row exchange; false where the matrix is singular.
bool solve(double (*a)[FREE], double* b) {
    for (int k = 0; k < FREE; ++k) {
        int best = k;
        for (int i = k + 1; i < FREE; ++i)
            if (std::abs(a[i][k]) > std::abs(a[best][k])) best = i;
        if (!(std::abs(a[best][k]) > 0.0)) return false;
        if (best != k) {
            for (int j = 0; j < FREE; ++j) std::swap(a[k][j], a[best][j]);
            std::swap(b[k], b[best]);
        }
        for (int i = k + 1; i < FREE; ++i) {
            const double share = a[i][k] / a[k][k];
            for (int j = k; j < FREE; ++j) a[i][j] -= share * a[k][j];
            b[i] -= share * b[k];
        }
    }
    for (int k = FREE - 1; k >= 0; --k) {
        for (int j = k + 1; j < FREE; ++j) b[k] -= a[k][j] * b[j];
        b[k] /= a[k][k];
    }
    return true;
}

bool close_position(const LegOnPedal& leg, const double* pedal, double* angles) {
    for (std::int64_t step = 0; step < leg.most_steps; ++step) {
        double error[FREE], slope[FREE][FREE], worst = 0.0;
        errors(leg, pedal, angles, error, slope);
        for (const double e : error)
            if (!(std::abs(e) <= worst)) worst = std::abs(e);
        if (worst < leg.closed) return true;
        if (!std::isfinite(worst) || !solve(slope, error)) return false;
        for (int j = 0, k = 0; j < JOINTS; ++j)
            if (j != ANKLE) angles[j] -= std::fmin(std::fmax(error[k++], -leg.longest_step), leg.longest_step);
    }
    return false;
}

}  // namespace

extern "C" {

int close_leg(const LegOnPedal* leg, std::int64_t n, const double* pedal, double* angles) {
    int open = 0;
    for (std::int64_t i = 0; i < n; ++i)
        if (!close_position(*leg, pedal + 3 * i, angles + JOINTS * i)) ++open;
    return open;
}

int leg_closure_layout(void) { return 1; }
}
