#include "record/digest.h"

#include "expect_fault.h"

namespace seihon::record {
namespace {

// FIPS 180-4 examples.
TEST(Digest, KnownAnswers) {
    EXPECT_EQ(sha256("").hex(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(sha256("abc").hex(),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq").hex(),
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    EXPECT_EQ(sha256(std::string(1'000'000, 'a')).hex(),
              "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Digest, PiecesGiveTheSameAsTheWhole) {
    Sha256 running;
    running.add("a").add("").add("bc");
    EXPECT_EQ(running.finish(), sha256("abc"));
    EXPECT_EQ(running.add("abc").finish(), sha256("abc")) << "finish starts anew";
    EXPECT_EQ(running.finish(), sha256(""));
    Sha256 moved = std::move(running.add("ab"));
    EXPECT_EQ(moved.add("c").finish(), sha256("abc"));
}

TEST(Digest, HexRoundTrip) {
    const Digest digest = sha256("正本");
    EXPECT_EQ(Digest::fromHex(digest.hex()), digest);
    EXPECT_EQ(toHex(Bytes()), "");
}

TEST(Digest, HexIsStrict) {
    const std::string good = sha256("x").hex();
    for (const std::string& bad :
         {std::string(), good.substr(1), good + "0", " " + good.substr(1), good.substr(0, 63) + "g",
          good.substr(0, 63) + "A", good.substr(0, 62) + "0x", std::string(64, '\0')}) {
        expectFault(FaultKind::Malformed, [&] { Digest::fromHex(bad); });
    }
}

// RFC 4648 §10.
TEST(Base64, KnownAnswers) {
    const std::pair<const char*, const char*> vectors[] = {{"", ""},
                                                           {"f", "Zg=="},
                                                           {"fo", "Zm8="},
                                                           {"foo", "Zm9v"},
                                                           {"foob", "Zm9vYg=="},
                                                           {"fooba", "Zm9vYmE="},
                                                           {"foobar", "Zm9vYmFy"}};
    for (const auto& [plain, encoded] : vectors) {
        EXPECT_EQ(toBase64(bytesOf(plain)), encoded);
        EXPECT_EQ(fromBase64(encoded), plain);
    }
}

TEST(Base64, RoundTripsEveryByte) {
    std::string all;
    for (int i = 0; i < 256; ++i) {
        all += static_cast<char>(i);
        EXPECT_EQ(fromBase64(toBase64(bytesOf(all))), all);
    }
}

TEST(Base64, IsStrict) {
    for (const char* bad :
         {"Zg",       "Zg=",   "Zg===", "=",      "==",     "====",    "Z",      "Zh==",
          "Zm9=",     " Zg==", "Zg== ", "Zg==\n", "Zm9v\n", "\nZm9v",  "Zm\n9v", "Zm9vZg==Zg==",
          "Zg==Zm9v", "Zm-_",  "Zm9v!", "    ",   "Zm9v-",  "Zm9v----"}) {
        SCOPED_TRACE(bad);
        expectFault(FaultKind::Malformed, [&] { fromBase64(bad); });
    }
}

TEST(RandomBytes, AreNotTheSameTwice) {
    const auto first = randomBytes32();
    const auto second = randomBytes32();
    EXPECT_NE(first, second);
    EXPECT_NE(first, (std::array<std::uint8_t, 32>{}));
}

} // namespace
} // namespace seihon::record
