#include "signing/pin.h"

#include "record/fault.h"

#include <sys/mman.h>

#include <cstring>
#include <new>
#include <string>
#include <utility>

namespace seihon::signing {

using record::Fault;
using record::FaultKind;

// mlock works on whole pages and does not count, so two secrets in one page would unlock each
// other: every PIN has a page of its own.
class Pin::Page {
  public:
    explicit Page(std::string_view text) : m_size(text.size()) {
        // The zero that follows is for C functions that look for the end.
        if (m_size >= kPageBytes || text.find('\0') != text.npos) {
            throw Fault(FaultKind::Usage, "a PIN has at most 4095 characters, none of them zero");
        }
        m_memory =
            ::mmap(nullptr, kPageBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (m_memory == MAP_FAILED) {
            throw std::bad_alloc();
        }
        // Where the system allows no locked memory the PIN may be swapped out; the station's swap
        // is off or encrypted, so that is no reason to refuse work.
        static_cast<void>(::mlock(m_memory, kPageBytes));
        static_cast<void>(::madvise(m_memory, kPageBytes, MADV_DONTDUMP));
        static_cast<void>(::madvise(m_memory, kPageBytes, MADV_WIPEONFORK));
        std::memcpy(m_memory, text.data(), m_size);
    }
    ~Page() {
        ::explicit_bzero(m_memory, kPageBytes);
        ::munmap(m_memory, kPageBytes);
    }
    Page(const Page&) = delete; // owns the page
    Page& operator=(const Page&) = delete;

    std::span<const char> bytes() const { return {static_cast<const char*>(m_memory), m_size}; }

  private:
    static constexpr std::size_t kPageBytes = 4096;

    void* m_memory = nullptr;
    std::size_t m_size = 0;
};

Pin::Pin(std::string_view text, LastTry lastTry)
    : m_page(text.empty() ? nullptr : std::make_shared<const Page>(text)), m_lastTry(lastTry) {
}

Pin Pin::shared() const {
    Pin other;
    other.m_page = m_page;
    other.m_lastTry = m_lastTry;
    return other;
}

std::span<const char> Pin::bytes() const {
    return m_page ? m_page->bytes() : std::span<const char>();
}

KeptPin::KeptPin(Pin pin, record::Instant givenAt, PinTerm term)
    : m_pin(std::move(pin)), m_givenAt(givenAt), m_term(term), m_left(term.signatures),
      m_expired(false) {
}

const Pin& KeptPin::look(record::Instant now) {
    // A clock that was set back would make the term longer, so it ends it.
    const bool old = now < m_givenAt || now - m_givenAt >= m_term.kept;
    if (m_expired || old || m_left <= 0) {
        const std::string why =
            m_expired ? "it is no longer kept"
            : old ? "it was given more than " + std::to_string(m_term.kept.count()) + " minutes ago"
                  : "it has made " + std::to_string(m_term.signatures) + " signatures";
        forget();
        throw Fault(FaultKind::PinExpired, "the PIN must be given again: " + why);
    }
    return m_pin;
}

const Pin& KeptPin::spend(record::Instant now) {
    const Pin& pin = look(now);
    --m_left;
    return pin;
}

void KeptPin::forget() {
    m_pin = Pin();
    m_expired = true;
}

} // namespace seihon::signing
