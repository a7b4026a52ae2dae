// Blocks of one crank position: S rows, a few dozen columns. Numbers are held in registers, two by two; sums are
// taken in a fixed order, the same on every machine.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstring>

// Two neighbouring numbers: one register of every x86-64 and ARM64.
typedef double Pair __attribute__((vector_size(16)));

inline Pair load(const double* at) {
    Pair p;
    std::memcpy(&p, at, sizeof(p));
    return p;
}
inline void store(double* at, Pair p) { std::memcpy(at, &p, sizeof(p)); }
inline Pair twice(double x) { return Pair{x, x}; }

// The numbers for which a comparison of pairs holds, nought for others.
typedef long long Flags __attribute__((vector_size(16)));
inline Pair only(Pair x, Flags where) { return Pair(Flags(x) & where); }

// Upper triangle (a pair of rows at a time) of the sum of v v' over `count` vectors v of S numbers, S x S.
template <int S, int R = 0>
inline void sum_outer(const double* const* v, int count, double* block) {
    constexpr int WIDE = (S - R) / 2;
    Pair first[WIDE] = {}, second[WIDE] = {};
    for (int k = 0; k < count; ++k) {
        const Pair x = twice(v[k][R]), y = twice(v[k][R + 1]);
        for (int c = 0; c < WIDE; ++c) {
            const Pair z = load(v[k] + R + 2 * c);
            first[c] += x * z, second[c] += y * z;
        }
    }
    for (int c = 0; c < WIDE; ++c) {
        store(block + R * S + R + 2 * c, first[c]);
        store(block + (R + 1) * S + R + 2 * c, second[c]);
    }
    if constexpr (R + 2 < S) sum_outer<S, R + 2>(v, count, block);
}

// Sum of c_k a_k over `count` vectors c of S numbers, next to each other.
template <int S>
inline void sum_scaled(const double* c, const double* a, std::size_t stride, int count, double* sum) {
    Pair total[S / 2] = {};
    for (int k = 0; k < count; ++k, c += S, a += stride)
        for (int r = 0; r < S / 2; ++r) total[r] += twice(*a) * load(c + 2 * r);
    for (int r = 0; r < S / 2; ++r) store(sum + 2 * r, total[r]);
}

template <int S>
inline double dot(const double* a, const double* b) {
    Pair sum = load(a) * load(b);
    for (int r = 2; r < S; r += 2) sum += load(a + r) * load(b + r);
    return sum[0] + sum[1];
}

// Sum of a b over `count` numbers, in four parts.
inline double product(const double* a, const double* b, int count) {
    Pair first{}, second{};
    int i = 0;
    for (; i + 3 < count; i += 4) first += load(a + i) * load(b + i), second += load(a + i + 2) * load(b + i + 2);
    double sum = (first[0] + first[1]) + (second[0] + second[1]);
    for (; i < count; ++i) sum += a[i] * b[i];
    return sum;
}

// The first COLUMNS columns of S rows, transposed, times all of them: COLUMNS rows of `out`.
template <int S, int COLUMNS>
inline void products(const double* x, int stride, int width, double* out) {
    for (int c = 0; c < width; c += 2) {
        Pair sum[COLUMNS] = {};
        for (int r = 0; r < S; ++r) {
            const double* row = x + std::size_t(r) * stride;
            const Pair here = load(row + c);
            for (int t = 0; t < COLUMNS; ++t) sum[t] += twice(row[t]) * here;
        }
        for (int t = 0; t < COLUMNS; ++t) store(out + std::size_t(t) * stride + c, sum[t]);
    }
}

// Upper Cholesky factor U of order S, U'U = A, in place of the upper triangle, and one over its diagonal. What stands
// just below the diagonal is lost: rows are changed two numbers at a time.
template <int S>
inline bool factorise_block(double* a, double* inverse) {
    for (int k = 0; k < S; ++k) {
        double* row = a + k * S;
        if (!(row[k] > 0.0)) return false;
        inverse[k] = 1.0 / std::sqrt(row[k]);
        for (int j = k / 2 * 2; j < S; j += 2) store(row + j, twice(inverse[k]) * load(row + j));
        for (int i = k + 1; i < S; ++i)
            for (int j = i / 2 * 2; j < S; j += 2) store(a + i * S + j, load(a + i * S + j) - twice(row[i]) * load(row + j));
    }
    return true;
}

// x = U^-T x for `width` columns of S rows of length `stride`; width and stride are even.
template <int S>
inline void forward(const double* u, const double* inverse, double* x, int width, int stride) {
    for (int c = 0; c < width; c += 2) {
        Pair row[S];
        for (int r = 0; r < S; ++r) {
            row[r] = load(x + std::size_t(r) * stride + c);
            for (int s = 0; s < r; ++s) row[r] -= twice(u[s * S + r]) * row[s];
            row[r] *= twice(inverse[r]);
            store(x + std::size_t(r) * stride + c, row[r]);
        }
    }
}

// x'x of S rows less that of the ROWS rows after them, for the columns from `c` on and the upper triangle: two
// rows and four columns of it at a time. Rows of x reach three zeros beyond `width`; so does `out`.
template <int S, int ROWS>
inline void gram(const double* x, int stride, int from, int width, double* out) {
    for (int c = from; c < width; c += 2)
        for (int d = c; d < width; d += 4) {
            Pair a0{}, a1{}, b0{}, b1{};
            const double* row = x;
            for (int r = 0; r < S + ROWS; ++r, row += stride) {
                const Pair left = load(row + d), right = load(row + d + 2);
                const Pair a = twice(r < S ? row[c] : -row[c]);
                const Pair b = twice(r < S ? row[c + 1] : -row[c + 1]);
                a0 += a * left, a1 += a * right;
                b0 += b * left, b1 += b * right;
            }
            double* to = out + std::size_t(c) * stride + d;
            store(to, a0), store(to + 2, a1);
            store(to + stride, b0), store(to + stride + 2, b1);
        }
}
