#include "capture/wire.h"

#include "feeder_fixture.h"

namespace seihon::capture::test {
namespace {

using record::FaultKind;
using record::Json;

std::vector<std::uint8_t> rowsFrame(std::size_t length) {
    const auto header = frameHeader(FrameType::Rows, length);
    std::vector<std::uint8_t> bytes(header.begin(), header.end());
    bytes.resize(bytes.size() + length, 7);
    return bytes;
}

FaultKind kindFor(std::vector<std::uint8_t> bytes) {
    return faultOf([&] {
               FrameParser parser;
               parser.feed(bytes);
               parser.next();
           })
        .kind;
}

TEST(WireTest, FramesSurviveAnyCutOfTheStream) {
    std::vector<std::uint8_t> stream;
    const std::string word = frameText(FrameType::PageEnd, Json::object({{"lines", 3}}));
    stream.insert(stream.end(), word.begin(), word.end());
    const std::vector<std::uint8_t> rows = rowsFrame(100);
    stream.insert(stream.end(), rows.begin(), rows.end());
    for (std::size_t step = 1; step <= stream.size(); ++step) {
        FrameParser parser;
        std::vector<Frame> frames;
        for (std::size_t at = 0; at < stream.size(); at += step) {
            parser.feed({stream.data() + at, std::min(step, stream.size() - at)});
            while (std::optional<Frame> frame = parser.next()) {
                frames.push_back(std::move(*frame));
            }
        }
        ASSERT_EQ(frames.size(), 2u) << step;
        EXPECT_EQ(frames[0].json().at("lines").asInt(), 3);
        EXPECT_EQ(frames[1].payload.size(), 100u);
        EXPECT_TRUE(parser.empty());
    }
}

TEST(WireTest, RefusesHeadersThatCannotBe) {
    const std::vector<std::uint8_t> good = rowsFrame(1);
    for (const std::size_t byte : {0u, 1u, 2u, 3u}) {
        std::vector<std::uint8_t> bad = good;
        bad[byte] = 99;
        EXPECT_EQ(kindFor(bad), FaultKind::Malformed) << byte;
    }
    std::vector<std::uint8_t> huge = good;
    huge[7] = 0xff;
    EXPECT_EQ(kindFor(huge), FaultKind::Malformed);
    std::vector<std::uint8_t> empty = good;
    empty[4] = 0;
    EXPECT_EQ(kindFor(empty), FaultKind::Malformed);
}

PageWord goodWord() {
    PageWord word;
    word.feed = 1;
    word.width = 100;
    word.lines = 50;
    word.bytesPerLine = 300;
    word.dpiX = word.dpiY = 300;
    return word;
}

TEST(WireTest, PageWordsComeBack) {
    PageWord word = goodWord();
    word.sheetRect = record::RectPx{1, 2, 3, 4};
    const PageWord back = pageWordFromJson(toJson(word));
    EXPECT_EQ(toJson(back), toJson(word));
}

TEST(WireTest, RefusesPagesThatCannotBe) {
    const auto refused = [](auto change) {
        PageWord word = goodWord();
        change(word);
        return faultOf([&] { pageWordFromJson(toJson(word)); }).kind == FaultKind::Malformed;
    };
    EXPECT_NO_THROW(pageWordFromJson(toJson(goodWord())));
    EXPECT_TRUE(refused([](PageWord& w) { w.feed = 0; }));
    EXPECT_TRUE(refused([](PageWord& w) { w.width = 40'001; }));
    EXPECT_TRUE(refused([](PageWord& w) { w.width = -1; }));
    EXPECT_TRUE(refused([](PageWord& w) { w.lines = 0; }));
    EXPECT_TRUE(refused([](PageWord& w) { w.lines = 1ll << 40; }));
    EXPECT_TRUE(refused([](PageWord& w) { w.bytesPerLine = 299; }));
    EXPECT_TRUE(refused([](PageWord& w) { w.bytesPerLine = 1 << 30; }));
    EXPECT_TRUE(refused([](PageWord& w) { w.channels = 2; }));
    EXPECT_TRUE(refused([](PageWord& w) { w.channels = 4; }));
    EXPECT_TRUE(refused([](PageWord& w) { w.bitsPerSample = 12; }));
    EXPECT_TRUE(refused([](PageWord& w) { w.bitsPerSample = 1; })) << "1-bit colour";
    EXPECT_TRUE(refused([](PageWord& w) { w.dpiX = 0; }));
    EXPECT_TRUE(refused([](PageWord& w) { w.sides = 3; }));
    EXPECT_TRUE(refused([](PageWord& w) { w.wireFormat = std::string(5000, 'x'); }));
    EXPECT_TRUE(refused([](PageWord& w) {
        w.width = 40'000;
        w.lines = 40'000;
        w.bytesPerLine = 120'000;
    })) << "more than the largest page";
}

TEST(WireTest, TheWorkerReportsOnlyItsOwnFaults) {
    const record::Fault jam(FaultKind::PaperJam, "jam", {{"a", "b"}}, true);
    const record::Fault back = faultFromJson(toJson(jam));
    EXPECT_EQ(back.kind, FaultKind::PaperJam);
    EXPECT_EQ(back.context.at("a"), "b");
    EXPECT_TRUE(back.retryable);
    const record::Fault pin(FaultKind::PinWrong, "give me the PIN");
    EXPECT_EQ(faultOf([&] { faultFromJson(toJson(pin)); }).kind, FaultKind::Malformed);
}

} // namespace
} // namespace seihon::capture::test
