#pragma once

#include <cstddef>
#include <cstdint>

namespace seihon::report {

// Deterministic random numbers (SplitMix64): the same seed draws the same page on every machine,
// which the distributions of <random> do not promise.
class Dice {
  public:
    explicit Dice(std::uint64_t seed) : m_state(seed) {}

    std::uint64_t next() {
        m_state += 0x9E3779B97F4A7C15u;
        std::uint64_t mixed = m_state;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
        return mixed ^ (mixed >> 31);
    }

    // 0 ≤ value < 1
    double unit() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
    double between(double low, double high) { return low + (high - low) * unit(); }
    // Both ends included.
    int whole(int low, int high) {
        return low + static_cast<int>(next() % static_cast<std::uint64_t>(high - low + 1));
    }
    bool chance(double probability) { return unit() < probability; }

    // Mean 0, standard deviation 1, never beyond ±6 (Irwin–Hall): needs no libm, whose last bits
    // differ.
    double normal() {
        double sum = -6.0;
        for (int i = 0; i < 12; ++i) {
            sum += unit();
        }
        return sum;
    }

    template <typename Container>
    const auto& oneOf(const Container& items) {
        return items[static_cast<std::size_t>(next() % items.size())];
    }

  private:
    std::uint64_t m_state;
};

} // namespace seihon::report
