// The activation that a periodic excitation brings about: the steps of `sim/activation_dynamics.py`, which stands in where
// nothing is compiled, in the same order, therefore the same bits.
#include <cstdint>

#if defined(_WIN32)
#define PEDALFIT_EXPORT __declspec(dllexport)
#else
#define PEDALFIT_EXPORT __attribute__((visibility("default")))
#endif

extern "C" {

// Of `muscles` muscles at n positions (n x muscles, the muscles of a position next to each other). `rise` and `fall` (n) are
// the time steps over the two time constants; the last of `cycles` revolutions is kept.
PEDALFIT_EXPORT void activation_of(std::int64_t n, std::int64_t muscles, std::int64_t cycles, const double* rise,
                                   const double* fall, const double* excitation, double* activation);

// Grows when what the function takes changes.
PEDALFIT_EXPORT int activation_layout(void);
}

extern "C" {

void activation_of(std::int64_t n, std::int64_t muscles, std::int64_t cycles, const double* rise, const double* fall,
                   const double* excitation, double* activation) {
    for (std::int64_t j = 0; j < muscles; ++j) activation[(n - 1) * muscles + j] = excitation[(n - 1) * muscles + j];
    const double* last = activation + (n - 1) * muscles;
    for (std::int64_t cycle = 0; cycle < cycles; ++cycle)
        for (std::int64_t i = 0; i < n; ++i) {
            const double *before = i == 0 ? last : activation + (i - 1) * muscles, *wanted = excitation + i * muscles;
            for (std::int64_t j = 0; j < muscles; ++j) {
                const double pace = 0.5 + 1.5 * before[j];
                const double share = wanted[j] > before[j] ? rise[i] / pace : fall[i] * pace;
                activation[i * muscles + j] = (before[j] + share * wanted[j]) / (1 + share);
            }
        }
}

int activation_layout(void) { return 1; }
}
