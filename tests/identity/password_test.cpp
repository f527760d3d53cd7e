#include "identity/password.h"

#include "record/fault.h"

#include <argon2.h>
#include <gtest/gtest.h>

#include <array>

namespace seihon::identity {

namespace {

signing::Pin pin(std::string_view text) {
    return signing::Pin(text);
}

TEST(Password, MustBeLongAndNotTooPlain) { // [F1]
    const struct {
        const char* password;
        bool good;
    } table[] = {{"correct horse", true},              // 13 characters
                 {"correct hors", false},              // 12
                 {"さくらさく春の病院受付窓口", true}, // 13 characters, 39 bytes
                 {"さくらさく春の病院受付窓", false},
                 {"aaaaaaaaaaaaaaaa", false},
                 {"abababababababab", false},
                 {"my clerk's key 1", false},
                 {"", false}};
    for (const auto& row : table) {
        EXPECT_EQ(weaknessOf(pin(row.password), "clerk", 13).empty(), row.good) << row.password;
    }
    std::string longest;
    for (int i = 0; i < 256; ++i) {
        longest += static_cast<char>('a' + i % 26);
    }
    EXPECT_EQ(weaknessOf(pin(longest), "clerk", 13), "");
    EXPECT_NE(weaknessOf(pin(longest + "x"), "clerk", 13), "");
    EXPECT_NE(weaknessOf(pin("correct horse"), "clerk", 14), "");
}

TEST(Password, FitsItsHashAndNoOtherOne) {
    const std::string hash = hashPassword(pin("correct horse battery"));
    EXPECT_TRUE(isPasswordHash(hash)) << hash;
    EXPECT_TRUE(passwordFits(hash, pin("correct horse battery")));
    EXPECT_FALSE(passwordFits(hash, pin("correct horse batterz")));
    EXPECT_FALSE(passwordFits(hash, pin("")));
    EXPECT_NE(hashPassword(pin("correct horse battery")), hash) << "the salt is not fresh";
}

// The parameters stand in the file: a forger must not make guessing cheap.
TEST(Password, AWeakerHashIsNone) {
    std::array<char, 128> weak{};
    const std::array<char, 16> salt{};
    ASSERT_EQ(::argon2id_hash_encoded(1, 8, 1, "x", 1, salt.data(), salt.size(), 32, weak.data(),
                                      weak.size()),
              ARGON2_OK);
    EXPECT_FALSE(isPasswordHash(weak.data()));
    EXPECT_THROW(passwordFits(weak.data(), pin("x")), record::Fault);
    std::string other(weak.data());
    const std::string good =
        "$argon2id$v=19$m=65536,t=3,p=4$" + std::string(22, 'A') + "$" + std::string(43, 'A');
    EXPECT_TRUE(isPasswordHash(good));
    for (const auto& [from, to] : {std::pair{"argon2id", "argon2i"},
                                   {"m=65536", "m=65535"},
                                   {"t=3", "t=1"},
                                   {"p=4", "p=1"},
                                   {"v=19", "v=16"}}) {
        std::string spoiled = good;
        spoiled.replace(spoiled.find(from), std::string(from).size(), to);
        EXPECT_FALSE(isPasswordHash(spoiled)) << spoiled;
    }
    EXPECT_FALSE(isPasswordHash(good + "A"));
    EXPECT_FALSE(isPasswordHash(good.substr(1)));
}

} // namespace

} // namespace seihon::identity
