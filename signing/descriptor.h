#pragma once

// Private to signing's .cpp files.

#include <utility>

#include <unistd.h>

namespace seihon::signing {

// Owns one file descriptor.
class Descriptor {
  public:
    explicit Descriptor(int number = -1) : m_number(number) {}
    ~Descriptor() {
        if (m_number >= 0) {
            ::close(m_number);
        }
    }
    Descriptor(Descriptor&& other) noexcept : m_number(std::exchange(other.m_number, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(m_number, other.m_number);
        return *this;
    }
    int get() const { return m_number; }
    // The caller owns it from here on.
    int release() { return std::exchange(m_number, -1); }

  private:
    int m_number;
};

} // namespace seihon::signing
