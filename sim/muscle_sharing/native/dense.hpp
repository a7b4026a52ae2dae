// Dense factorisations, row-major upper triangles: plain loops, no reassociation, the same bits anywhere
// the same compiler options are used.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "small_blocks.hpp"

// a -= s[0] x[0] + ... + s[3] x[3] over `count` numbers; the columns of four pivots in one pass.
inline void subtract_four(double* __restrict a, const double* __restrict x0,
                          const double* __restrict x1, const double* __restrict x2,
                          const double* __restrict x3, double s0, double s1, double s2, double s3,
                          int count) {
    for (int j = 0; j < count; ++j) a[j] -= s0 * x0[j] + s1 * x1[j] + s2 * x2[j] + s3 * x3[j];
}

inline void subtract(double* __restrict a, const double* __restrict x, double s, int count) {
    for (int j = 0; j < count; ++j) a[j] -= s * x[j];
}

// Upper Cholesky factor U, U'U = A, in place of the upper triangle (order n, row length `stride`). Columns b beyond
// it, up to `width`, become U^-T b. Rows whose pivots do not reach a row are passed over: linked runs of far positions
// do not meet.
inline bool factorise(double* a, int n, int width, int stride) {
    int k = 0;
    for (; k < n; k += 4) {
        const int block = std::min(4, n - k);
        for (int t = 0; t < block; ++t) {
            double* row = a + std::size_t(k + t) * stride;
            for (int s = 0; s < t; ++s) {
                const double* above = a + std::size_t(k + s) * stride;
                subtract(row + k + t, above + k + t, above[k + t], width - k - t);
            }
            const double pivot = row[k + t];
            if (!(pivot > 0.0)) return false;
            const double inverse = 1.0 / std::sqrt(pivot);
            for (int j = k + t; j < width; ++j) row[j] *= inverse;
        }
        if (block < 4) break;
        const double* r0 = a + std::size_t(k) * stride;
        const double *r1 = r0 + stride, *r2 = r1 + stride, *r3 = r2 + stride;
        for (int i = k + 4; i < n; ++i) {
            const double s0 = r0[i], s1 = r1[i], s2 = r2[i], s3 = r3[i];
            if (s0 == 0.0 && s1 == 0.0 && s2 == 0.0 && s3 == 0.0) continue;
            subtract_four(a + std::size_t(i) * stride + i, r0 + i, r1 + i, r2 + i, r3 + i, s0, s1,
                          s2, s3, width - i);
        }
    }
    return true;
}

// x = U^-1 x.
inline void solve_upper(const double* u, int n, int stride, double* x) {
    for (int k = n - 1; k >= 0; --k) {
        const double* row = u + std::size_t(k) * stride;
        x[k] = (x[k] - product(row + k + 1, x + k + 1, n - k - 1)) / row[k];
    }
}
