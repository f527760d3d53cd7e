// The target that is drawn lies where record/target_layout.h says.
#include "report/target_sheet.h"

#include "record/fault.h"
#include "record/target_layout.h"

#include <gtest/gtest.h>

namespace seihon::report {
namespace {

constexpr std::int64_t kTargetTestDpi = 150;

int toneAt(const record::PageImage& image, std::int64_t micrometresX, std::int64_t micrometresY) {
    return image.row(micrometresY * kTargetTestDpi /
                     25'400)[micrometresX * kTargetTestDpi / 25'400 * image.channels];
}

TEST(TargetSheet, MarksLieWhereTheLayoutSays) {
    const record::PageImage image = targetImage(kTargetTestDpi);
    EXPECT_EQ(image.width, 1240);
    EXPECT_EQ(image.height, 1754);
    for (std::size_t i = 0; i < record::kTargetRings.size(); ++i) {
        const auto [x, y] = record::kTargetRings[i];
        EXPECT_LT(toneAt(image, x + 3'000, y), 80) << i;
        EXPECT_LT(toneAt(image, x, y - 3'000), 80) << i;
        EXPECT_GT(toneAt(image, x - 1'400, y), 200) << i;
        EXPECT_GT(toneAt(image, x, y + 5'000), 200) << i << ": nothing is near the ring";
        EXPECT_GT(toneAt(image, x + (x < 100'000 ? 5'000 : -5'000), y), 200) << i;
        EXPECT_EQ(toneAt(image, x, y) < 80, i == 0) << i << ": only the first has a dot";
    }
    for (const std::int64_t y : record::kTargetSquareRows) {
        for (const std::int64_t x : record::kTargetSquareColumns) {
            EXPECT_LT(toneAt(image, x, y), 80);
            EXPECT_LT(toneAt(image, x + 7'000, y + 7'000), 80);
            // Turned clockwise: the top right corner reaches further right than the bottom right.
            EXPECT_LT(toneAt(image, x + 8'200, y - 6'500), 80);
            EXPECT_GT(toneAt(image, x + 8'200, y + 6'500), 200);
            EXPECT_GT(toneAt(image, x + 10'000, y), 200);
        }
    }
    for (const record::TargetBox& field : record::kTargetPlains) {
        EXPECT_GT(toneAt(image, field.x + 1'000, field.y + 1'000), 200);
        EXPECT_GT(toneAt(image, field.x + field.w - 1'000, field.y + field.h - 1'000), 200);
    }
    int before = 256;
    for (const record::TargetStep& step : record::targetSteps()) {
        const int tone = toneAt(image, step.box.x + step.box.w / 2, step.box.y + step.box.h / 2);
        EXPECT_LT(tone, before - 5);
        before = tone;
    }
}

TEST(TargetSheet, IsDrawnAtResolutionsThatMakeSense) {
    EXPECT_THROW((void)targetImage(99), record::Fault);
    EXPECT_THROW((void)targetImage(1201), record::Fault);
}

} // namespace
} // namespace seihon::report
