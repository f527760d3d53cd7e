#include "identity/credentials.h"

#include "record/fault.h"

#include <gtest/gtest.h>

namespace seihon::identity {

namespace {

const std::string kHash =
    "$argon2id$v=19$m=65536,t=3,p=4$" + std::string(22, 'A') + "$" + std::string(43, 'b');
const std::string kSecret(40, '3');
const std::string kText = "seihon-credentials 1\n"
                          "clerk " +
                          kHash + " " + kSecret + " 2026-11-22T03:15:00.250Z\n" + "night " + kHash +
                          " - 2026-11-22T03:15:00.000Z\n" + "pharmacist - " + kSecret +
                          " 2026-11-22T03:15:00.000Z\n";

std::string textOf(const signing::Pin& pin) {
    return {pin.bytes().begin(), pin.bytes().end()};
}

TEST(Credentials, AreReadAsTheyWereWritten) {
    const Credentials read = parseCredentials(kText, "credentials");
    ASSERT_EQ(read.size(), 3u);
    EXPECT_TRUE(read.at("clerk").complete());
    EXPECT_FALSE(read.at("night").complete());
    EXPECT_FALSE(read.at("pharmacist").complete());
    std::string again(credentialsHeader());
    again += "\n";
    for (const auto& [user, credential] : read) {
        again += textOf(credentialLine(user, credential));
    }
    EXPECT_EQ(again, kText);
    EXPECT_TRUE(parseCredentials("seihon-credentials 1\n", "credentials").empty());
}

TEST(Credentials, RefuseEachMistakeWithoutRepeatingASecret) {
    const auto refused = [](std::string text) {
        try {
            (void)parseCredentials(text, "credentials");
        } catch (const record::Fault& fault) {
            EXPECT_EQ(fault.kind, record::FaultKind::ConfigInvalid);
            EXPECT_TRUE(fault.context.contains("line"));
            for (const std::string& secret : {kHash, kSecret, std::string(43, 'b')}) {
                EXPECT_EQ(std::string(fault.what()).find(secret), std::string::npos);
            }
            return true;
        }
        return false;
    };
    const auto spoiled = [&](const std::string& from, const std::string& to) {
        std::string text = kText;
        text.replace(text.find(from), from.size(), to);
        return refused(text);
    };
    EXPECT_FALSE(refused(kText));
    EXPECT_TRUE(refused(""));
    EXPECT_TRUE(refused(kText.substr(0, kText.size() - 1))); // cut short
    EXPECT_TRUE(refused(kText + "\n"));
    EXPECT_TRUE(spoiled("credentials 1", "credentials 2"));
    EXPECT_TRUE(spoiled("clerk ", "Clerk "));
    EXPECT_TRUE(spoiled("clerk ", ""));
    EXPECT_TRUE(spoiled("clerk ", "zeta "));  // out of order
    EXPECT_TRUE(spoiled("night ", "clerk ")); // twice
    EXPECT_TRUE(spoiled("t=3", "t=1"));
    EXPECT_TRUE(spoiled(kSecret, kSecret.substr(1)));
    EXPECT_TRUE(spoiled(kSecret, kSecret + "3"));
    EXPECT_TRUE(spoiled("03:15:00.250Z", "12:15:00.250+09:00")); // one form only
    EXPECT_TRUE(spoiled("03:15:00.250Z", "03:15:00.250Z x"));
    EXPECT_TRUE(spoiled(" - 2026", "  - 2026"));
    EXPECT_TRUE(refused("seihon-credentials 1\n" + std::string(400, 'a') + "\n"));
    EXPECT_TRUE(refused(std::string(kCredentialsFileBytes + 1, 'a')));
}

TEST(Credentials, EveryChangeHasAnotherDigest) {
    Credentials all = parseCredentials(kText, "credentials");
    const Credential& clerk = all.at("clerk");
    const record::Digest digest = digestOf("clerk", clerk);
    EXPECT_NE(digestOf("night", clerk), digest);
    Credential other{clerk.passwordHash, signing::Pin(std::string(40, '4')), clerk.setAt};
    EXPECT_NE(digestOf("clerk", other), digest);
    other.totpSecret = signing::Pin(kSecret);
    EXPECT_EQ(digestOf("clerk", other), digest);
    other.setAt += std::chrono::milliseconds(1);
    EXPECT_NE(digestOf("clerk", other), digest);
}

} // namespace

} // namespace seihon::identity
