#include "report/contact_sheet.h"

#include "expect_fault.h"

#include <algorithm>

namespace seihon::report {
namespace {

record::PageImage plain(std::int64_t width, std::int64_t height, std::uint8_t red,
                        std::uint8_t green, std::uint8_t blue) {
    record::PageImage image;
    image.width = width;
    image.height = height;
    image.stride = width * 3;
    image.dpiX = image.dpiY = 30;
    for (std::int64_t i = 0; i < width * height; ++i) {
        image.bytes.insert(image.bytes.end(), {red, green, blue});
    }
    return image;
}

ContactPage greenPage(std::int64_t number) {
    ContactPage page;
    page.thumbnail = plain(248, 351, 120, 200, 140);
    page.number = number;
    page.sheet = number;
    page.width = 2480;
    page.height = 3508;
    page.dpi = 300;
    return page;
}

record::Finding finding(record::Severity severity, std::optional<record::AreaMm> where) {
    return {record::FindingId::ContentAtEdge,
            severity,
            record::Json(3200),
            record::Json(1000),
            "milliMm2",
            where,
            ""};
}

ContactSheetTexts texts() {
    ContactSheetTexts result;
    result.language = record::Language::English;
    result.job = "019aa000-0000-7000-8000-000000000001";
    result.state = record::JobState::Sealed;
    return result;
}

std::vector<ContactPage> onePage(std::vector<record::Finding> findings = {}) {
    std::vector<ContactPage> pages;
    pages.push_back(greenPage(1));
    pages.back().findings = std::move(findings);
    return pages;
}

struct Extent {
    std::int64_t left = 1 << 20, top = 1 << 20, right = -1, bottom = -1, pixels = 0;
};

template <typename Wanted>
Extent extentOf(const record::PageImage& image, const Wanted& wanted) {
    Extent extent;
    for (std::int64_t y = 0; y < image.height; ++y) {
        for (std::int64_t x = 0; x < image.width; ++x) {
            if (wanted(image.row(y) + x * 3)) {
                extent.left = std::min(extent.left, x);
                extent.right = std::max(extent.right, x);
                extent.top = std::min(extent.top, y);
                extent.bottom = std::max(extent.bottom, y);
                ++extent.pixels;
            }
        }
    }
    return extent;
}

bool isGreen(const std::uint8_t* p) {
    return p[0] == 120 && p[1] == 200 && p[2] == 140;
}
bool isRefuseRed(const std::uint8_t* p) {
    return p[0] > 170 && p[1] < 70 && p[2] < 80;
}

TEST(ContactSheet, ThumbnailsStandOnAnA4WideSheet) {
    const auto sheet = contactSheet(onePage(), texts());
    EXPECT_EQ(sheet.width, 1240);
    EXPECT_EQ(sheet.channels, 3);
    EXPECT_EQ(sheet.dpiX, 150);
    const Extent page = extentOf(sheet, isGreen);
    EXPECT_NEAR(static_cast<double>(page.right - page.left) /
                    static_cast<double>(page.bottom - page.top),
                2480.0 / 3508, 0.01);
    EXPECT_GT(page.right - page.left, 500);
}

TEST(ContactSheet, AFindingIsBoxedWhereItLies) {
    const Extent page = extentOf(contactSheet(onePage(), texts()), isGreen);
    const record::AreaMm where{105, 148, 42, 30};
    const auto sheet = contactSheet(onePage({finding(record::Severity::Refuse, where)}), texts());
    const Extent inside = [&] {
        return extentOf(sheet, [&](const std::uint8_t* p) {
            const auto offset = p - sheet.bytes.data();
            const std::int64_t y = offset / sheet.stride;
            return isRefuseRed(p) && y > page.top && y < page.bottom;
        });
    }();
    const double scale = static_cast<double>(page.right - page.left + 1) / 210.0;
    const auto at = [&](std::int64_t start, std::int64_t mm) {
        return static_cast<double>(start) + static_cast<double>(mm) * scale;
    };
    EXPECT_NEAR(static_cast<double>(inside.left), at(page.left, 105), 4);
    EXPECT_NEAR(static_cast<double>(inside.right), at(page.left, 147), 4);
    EXPECT_NEAR(static_cast<double>(inside.bottom), at(page.top, 178), 4);
    // Control: without a finding nothing is red there.
    EXPECT_EQ(extentOf(contactSheet(onePage(), texts()), isRefuseRed).pixels, 0);
}

TEST(ContactSheet, ABoxNeverLeavesItsPage) {
    const Extent page = extentOf(contactSheet(onePage(), texts()), isGreen);
    const record::AreaMm beyond{-50, 200, 5000, 5000};
    const auto sheet = contactSheet(onePage({finding(record::Severity::Refuse, beyond)}), texts());
    const Extent box = extentOf(sheet, [&](const std::uint8_t* p) {
        const std::int64_t y = (p - sheet.bytes.data()) / sheet.stride;
        return isRefuseRed(p) && y < page.bottom + 5;
    });
    EXPECT_GT(box.pixels, 500);
    EXPECT_GE(box.left, page.left - 4);
    EXPECT_LE(box.right, page.right + 4);
    EXPECT_LE(box.bottom, page.bottom + 4);
}

TEST(ContactSheet, AFindingWithoutPlaceIsListedOnly) {
    const auto with = contactSheet(onePage({finding(record::Severity::Refuse, {})}), texts());
    const auto without = contactSheet(onePage(), texts());
    const Extent page = extentOf(without, isGreen);
    const Extent words = extentOf(with, isRefuseRed);
    EXPECT_GT(words.pixels, 50);
    EXPECT_GT(words.top, page.bottom);
}

TEST(ContactSheet, DemoAndUnconfirmedAreConspicuous) {
    ContactSheetTexts demo = texts();
    demo.demo = true;
    ContactSheetTexts open = texts();
    open.state = record::JobState::Open;
    EXPECT_GT(extentOf(contactSheet(onePage(), demo), isRefuseRed).pixels, 500);
    EXPECT_GT(extentOf(contactSheet(onePage(), open), isRefuseRed).pixels, 300);
    EXPECT_EQ(extentOf(contactSheet(onePage(), texts()), isRefuseRed).pixels, 0);
}

TEST(ContactSheet, BothLanguagesAreDrawn) {
    ContactSheetTexts japanese = texts();
    japanese.language = record::Language::Japanese;
    EXPECT_NE(record::pixelDigest(contactSheet(onePage(), japanese)),
              record::pixelDigest(contactSheet(onePage(), texts())));
}

TEST(ContactSheet, ManyPagesAndGreyOnesFit) {
    std::vector<ContactPage> pages;
    for (std::size_t i = 1; i <= kMaxContactPages; ++i) {
        pages.push_back(greenPage(static_cast<std::int64_t>(i)));
        pages.back().thumbnail = plain(20, 28, 120, 200, 140);
    }
    pages[0].thumbnail.channels = 1;
    pages[0].thumbnail.stride = 60;
    const auto sheet = contactSheet(pages, texts());
    EXPECT_LT(sheet.height, 32000);
    EXPECT_GT(extentOf(sheet, isGreen).pixels, 239 * 5000);
    pages.push_back(greenPage(241));
    expectFault(record::FaultKind::Usage, [&] { (void)contactSheet(pages, texts()); });
}

TEST(ContactSheet, PagesWithoutPictureAreFaults) {
    expectFault(record::FaultKind::Usage, [] { (void)contactSheet({}, texts()); });
    auto pages = onePage();
    pages[0].dpi = 0;
    expectFault(record::FaultKind::Usage, [&] { (void)contactSheet(pages, texts()); });
    pages = onePage();
    pages[0].thumbnail.bitsPerSample = 16;
    expectFault(record::FaultKind::Usage, [&] { (void)contactSheet(pages, texts()); });
}

} // namespace
} // namespace seihon::report
