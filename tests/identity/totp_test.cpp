#include "identity/totp.h"

#include "record/fault.h"

#include <gtest/gtest.h>

#include <set>

namespace seihon::identity {

namespace {

std::string wordOf(const signing::Pin& pin) {
    return {pin.bytes().begin(), pin.bytes().end()};
}

// RFC 6238 appendix B, SHA-1: the secret is "12345678901234567890"; of its eight digits six remain.
signing::Pin rfcSecret() {
    return signing::Pin("3132333435363738393031323334353637383930");
}

TEST(Totp, GivesTheCodesOfTheStandard) {
    const struct {
        std::int64_t seconds;
        const char* code;
    } table[] = {{59, "287082"},         {1111111109, "081804"}, {1111111111, "050471"},
                 {1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"}};
    for (const auto& row : table) {
        EXPECT_EQ(wordOf(codeOfStep(rfcSecret(), row.seconds / 30)), row.code) << row.seconds;
    }
}

TEST(Totp, TakesACodeOneStepAwayAndOnce) { // [F1]
    const auto second = [](std::int64_t s) {
        return record::Instant(std::chrono::seconds(s));
    };
    const signing::Pin code = codeOfStep(rfcSecret(), 1000);
    const auto step = [&](record::Instant now, std::optional<std::int64_t> used = {}) {
        return stepOfCode(rfcSecret(), code, now, used);
    };
    const auto tick = std::chrono::milliseconds(1);
    EXPECT_EQ(step(second(999 * 30)), 1000); // the clock is one step behind
    EXPECT_EQ(step(second(999 * 30) - tick), std::nullopt);
    EXPECT_EQ(step(second(1002 * 30) - tick), 1000); // or ahead
    EXPECT_EQ(step(second(1002 * 30)), std::nullopt);
    EXPECT_EQ(step(second(1000 * 30), 999), 1000);
    EXPECT_EQ(step(second(1000 * 30), 1000), std::nullopt); // used
    EXPECT_EQ(step(second(1000 * 30), 1001), std::nullopt); // an older one than was used
}

TEST(Totp, RefusesEveryOtherCode) {
    const record::Instant now(std::chrono::seconds(30'000));
    std::set<std::string> good;
    for (std::int64_t step = 999; step <= 1001; ++step) {
        good.insert(wordOf(codeOfStep(rfcSecret(), step)));
    }
    for (const char* code : {"", "0", "12345", "1234567", "abcdef", "      "}) {
        EXPECT_EQ(stepOfCode(rfcSecret(), signing::Pin(code), now, {}), std::nullopt) << code;
    }
    int taken = 0;
    for (int i = 0; i < 2000; ++i) {
        const std::string code = std::to_string(100'000 + i * 431);
        taken += stepOfCode(rfcSecret(), signing::Pin(code), now, {}) && !good.contains(code);
    }
    EXPECT_EQ(taken, 0);
}

TEST(Totp, ASecretIsFreshAndGoesIntoTheUri) {
    const signing::Pin secret = makeTotpSecret();
    EXPECT_TRUE(isTotpSecret(wordOf(secret)));
    EXPECT_NE(wordOf(makeTotpSecret()), wordOf(secret));
    EXPECT_EQ(wordOf(totpUri(rfcSecret(), "clerk", "station-1")),
              "otpauth://totp/Seihon:clerk@station-1?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
              "&issuer=Seihon");
    EXPECT_FALSE(isTotpSecret("31"));
    EXPECT_FALSE(isTotpSecret(std::string(40, 'A')));
    EXPECT_THROW(codeOfStep(signing::Pin("31"), 1), record::Fault);
}

} // namespace

} // namespace seihon::identity
