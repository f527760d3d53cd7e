#include "signing/pin.h"

#include "record/fault.h"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <unistd.h>

#include <fstream>
#include <string>

namespace seihon::signing {
namespace {

using record::Fault;
using record::FaultKind;
using std::chrono::minutes;
using std::chrono::seconds;

const record::Instant kGiven = record::parseInstant("2026-11-20T09:00:00+09:00");

std::string digitsOf(const Pin& pin) {
    return {pin.bytes().begin(), pin.bytes().end()};
}

TEST(PinTest, movesAndIsSharedInOnePlace) {
    Pin pin("123456");
    const char* const place = pin.bytes().data();
    Pin moved(std::move(pin));
    EXPECT_EQ(moved.bytes().data(), place);
    EXPECT_TRUE(pin.empty()); // NOLINT: looking at the moved-from object is the point
    const Pin second = moved.shared();
    EXPECT_EQ(second.bytes().data(), place);
    moved = Pin("1");
    EXPECT_EQ(digitsOf(moved), "1");
    EXPECT_EQ(digitsOf(second), "123456"); // until its last holder goes
    EXPECT_TRUE(Pin().empty());
    EXPECT_TRUE(Pin("").empty());
}

TEST(PinTest, carriesThePersonsLeaveToSpendTheLastTry) {
    EXPECT_FALSE(Pin("1234").spendsLastTry());
    EXPECT_TRUE(Pin("1234", LastTry::Spend).shared().spendsLastTry());
    EXPECT_TRUE(Pin("", LastTry::Spend).spendsLastTry()); // typed on the reader's keypad
}

TEST(PinTest, takesNoTextThatItCannotHold) {
    EXPECT_EQ(Pin(std::string(4095, '7')).bytes().size(), 4095u);
    EXPECT_THROW(Pin(std::string(4096, '7')), Fault);
    EXPECT_THROW(Pin(std::string_view("12\0"
                                      "34",
                                      5)),
                 Fault);
}

// The line of /proc/self/smaps that says what the kernel does with the page at `place`.
std::string kernelFlagsAt(const void* place) {
    std::ifstream maps("/proc/self/smaps");
    const auto wanted = reinterpret_cast<std::uintptr_t>(place);
    bool here = false;
    for (std::string line; std::getline(maps, line);) {
        const std::size_t dash = line.find('-');
        if (dash != line.npos && dash < 17 && line.find_first_not_of("0123456789abcdef") == dash) {
            const auto first = std::stoull(line.substr(0, dash), nullptr, 16);
            const auto end = std::stoull(line.substr(dash + 1), nullptr, 16);
            here = first <= wanted && wanted < end;
        } else if (here && line.starts_with("VmFlags:")) {
            return line + " ";
        }
    }
    return {};
}

TEST(PinTest, liesInAPageThatGoesIntoNoCoreDumpAndNoChild) {
    const Pin pin("8642097531");
    const std::string flags = kernelFlagsAt(pin.bytes().data());
    if (flags.empty()) {
        GTEST_SKIP() << "this kernel shows no VmFlags";
    }
    EXPECT_NE(flags.find(" dd "), flags.npos) << flags; // not dumped
    EXPECT_NE(flags.find(" wf "), flags.npos) << flags; // wiped on fork
    const std::string other(4096, 'x');
    EXPECT_EQ(kernelFlagsAt(other.data()).find(" dd "), std::string::npos);
}

TEST(PinTest, IsGoneFromMemoryWithItsLastHolder) {
    const int memory = ::open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
    if (memory < 0) {
        GTEST_SKIP() << "/proc/self/mem cannot be read here";
    }
    std::array<char, 10> seen{};
    const auto read = [&](const char* place) {
        seen.fill(0);
        return ::pread(memory, seen.data(), seen.size(),
                       static_cast<off_t>(reinterpret_cast<std::uintptr_t>(place)));
    };
    Pin pin("8642097531");
    const char* const place = pin.bytes().data();
    ASSERT_EQ(read(place), 10);
    EXPECT_EQ(std::string(seen.data(), seen.size()), "8642097531");
    pin = Pin();
    static_cast<void>(read(place)); // the page may be gone altogether
    EXPECT_NE(std::string(seen.data(), seen.size()), "8642097531");
    ::close(memory);
}

// --- its term
// ---------------------------------------------------------------------------------

KeptPin kept(std::int64_t signatures) {
    return {Pin("1234"), kGiven, {minutes(30), signatures}};
}

FaultKind faultOfLook(KeptPin& pin, record::Instant now) {
    try {
        pin.look(now);
    } catch (const Fault& fault) {
        EXPECT_EQ(std::string(fault.what()).find("1234"), std::string::npos);
        return fault.kind;
    }
    return FaultKind::Internal;
}

TEST(KeptPinTest, servesItsMinutesAndNoSecondMore) {
    KeptPin pin = kept(5);
    EXPECT_EQ(digitsOf(pin.look(kGiven)), "1234");
    EXPECT_EQ(digitsOf(pin.spend(kGiven + minutes(30) - seconds(1))), "1234");
    EXPECT_EQ(faultOfLook(pin, kGiven + minutes(30)), FaultKind::PinExpired);
    // Expired is wiped: an earlier clock does not bring it back.
    EXPECT_EQ(faultOfLook(pin, kGiven + minutes(1)), FaultKind::PinExpired);
}

TEST(KeptPinTest, servesItsSignaturesAndNoneMore) {
    KeptPin pin = kept(2);
    EXPECT_EQ(digitsOf(pin.spend(kGiven)), "1234");
    EXPECT_EQ(digitsOf(pin.look(kGiven)), "1234"); // looking makes no signature
    EXPECT_EQ(digitsOf(pin.spend(kGiven)), "1234");
    EXPECT_EQ(faultOfLook(pin, kGiven), FaultKind::PinExpired);
}

TEST(KeptPinTest, aClockThatWasSetBackEndsIt) {
    KeptPin pin = kept(2);
    EXPECT_EQ(faultOfLook(pin, kGiven - seconds(1)), FaultKind::PinExpired);
}

TEST(KeptPinTest, isNotOfferedAgainOnceForgotten) {
    KeptPin pin = kept(2);
    pin.forget();
    EXPECT_EQ(faultOfLook(pin, kGiven), FaultKind::PinExpired);
    KeptPin nothing;
    EXPECT_EQ(faultOfLook(nothing, kGiven), FaultKind::PinExpired);
}

} // namespace
} // namespace seihon::signing
