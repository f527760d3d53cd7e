#include "feeder_fixture.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace seihon::capture::test {

namespace fs = std::filesystem;

Drained drain(ScanSource& source, std::stop_token stop) {
    Drained drained;
    try {
        while (std::optional<CapturedPage> page = source.next(stop)) {
            drained.pages.push_back(std::move(*page));
        }
    } catch (const record::Fault& fault) {
        drained.fault = fault;
    }
    return drained;
}

void FeederTest::SetUp() {
    std::string pattern = (fs::temp_directory_path() / "seihon-capture-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    m_home = pattern;
    fs::create_directories(m_home / "a feeder/tray");
    writeText(m_home / "sane.d/dll.conf", "paperfeed\n");
    writeText(m_home / "sane.d/paperfeed.conf",
              "# demo\ndevice paper0 " + (m_home / "a feeder").string() + "\n");
    m_config.executable = fs::path(SEIHON_BIN_DIR) / "seihon-scan-worker";
    m_config.backendDir = SEIHON_BIN_DIR;
    m_config.saneConfigDir = m_home / "sane.d";
    m_profile.dpi = 100;
    m_profile.areaWidthMicrometres = 100'000;
    m_profile.areaHeightMicrometres = 120'000;
}

void FeederTest::TearDown() {
    fs::remove_all(m_home);
}

Picture FeederTest::put(const std::string& name, unsigned seed) {
    Picture picture = makePicture(330, 400, seed);
    writePng(tray(name), picture, 100);
    return picture;
}

void FeederTest::putSheets(int count) {
    for (int i = 1; i <= count; ++i) {
        put("000" + std::to_string(i) + ".png", static_cast<unsigned>(i));
    }
}

void FeederTest::plan(const std::string& base, const std::string& event) {
    writeText(tray(base + ".event"), event + "\n");
}

std::unique_ptr<ScanSource> FeederTest::open(record::PaperSource source) {
    m_profile.source = source;
    return openScanner(m_config, "paperfeed:paper0", m_profile);
}

Drained FeederTest::scan(record::PaperSource source) {
    const auto opened = open(source);
    return drain(*opened);
}

void expectShows(const CapturedPage& page, const Picture& picture) {
    const auto& rect = page.facts.sheetRect;
    ASSERT_TRUE(rect.has_value());
    ASSERT_EQ(rect->w, picture.width);
    ASSERT_EQ(rect->h, picture.height);
    ASSERT_EQ(page.image.channels, picture.channels);
    for (std::int64_t y = 0; y < rect->h; ++y) {
        const std::uint8_t* got = page.image.row(rect->y + y) +
                                  rect->x * picture.channels * std::max(picture.bits / 8, 1);
        const std::uint8_t* wanted = picture.bytes.data() + y * picture.rowBytes();
        ASSERT_EQ(std::memcmp(got, wanted, static_cast<std::size_t>(picture.rowBytes())), 0)
            << "row " << y;
    }
}

} // namespace seihon::capture::test
