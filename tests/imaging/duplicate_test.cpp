#include "imaging/duplicate.h"
#include "imaging/measure.h"
#include "tests/imaging/measuring.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include <string>
#include <vector>

namespace seihon::imaging::test {
namespace {

// A form: frames and labels that all of them share, and writing that each has of its own.
struct Form {
    unsigned writing = 1; // which text
    double filled = 1;    // share of the lines that hold writing
    double turn = 0, x = 6, y = 6;
    double noise = 1.5;
    unsigned seed = 1;
    bool backing = true;
    double stretch = 1;
};

record::PageImage scanOf(const Form& form) {
    PageRecipe recipe;
    recipe.frameWidthMm = 122;
    recipe.frameHeightMm = 152;
    recipe.sheetWidthMm = 105;
    recipe.sheetHeightMm = 135 * form.stretch;
    recipe.textLines = 0;
    recipe.turnDegrees = form.turn;
    recipe.offsetXMm = form.x;
    recipe.offsetYMm = form.y;
    recipe.noise = form.noise;
    recipe.seed = form.seed;
    recipe.backing = form.backing;
    recipe.onSheet = [&form](cv::Mat& sheet, double perMm) {
        const auto at = [&](double x, double y) {
            return cv::Point(static_cast<int>(x * perMm),
                             static_cast<int>(y * perMm * form.stretch));
        };
        cv::rectangle(sheet, at(8, 20), at(97, 128), cv::Scalar(30, 30, 30), 3);
        cv::putText(sheet, "REFERRAL LETTER", at(20, 14), cv::FONT_HERSHEY_SIMPLEX, perMm / 4.2,
                    cv::Scalar(20, 20, 20), 4, cv::LINE_AA);
        cv::RNG random(form.writing * 7919 + 3);
        for (int line = 0; line < 13; ++line) {
            const double y = 28 + line * 8.0;
            cv::line(sheet, at(8, y + 2), at(97, y + 2), cv::Scalar(120, 120, 120), 2);
            cv::putText(sheet, "Item " + std::to_string(line), at(10, y), cv::FONT_HERSHEY_SIMPLEX,
                        perMm / 8, cv::Scalar(20, 20, 20), 2, cv::LINE_AA);
            if (line >= form.filled * 13) {
                continue;
            }
            std::string text;
            for (int i = 0; i < 18; ++i) {
                text += static_cast<char>(random.uniform('A', 'z'));
            }
            cv::putText(sheet, text, at(30, y), cv::FONT_HERSHEY_SIMPLEX, perMm / 8,
                        cv::Scalar(40, 40, 90), 2, cv::LINE_AA);
        }
    };
    return makePage(recipe);
}

ContentMap mapOf(const Form& form) {
    const record::PageImage image = scanOf(form);
    return contentOf(image, factsOf(image));
}

} // namespace

// The limit that the shipped regulation has.
constexpr std::int64_t kSamePermille = 945;

TEST(Duplicate, another_scan_of_a_side_is_known_however_it_lay) {
    const ContentMap first = mapOf({});
    for (const Form& again :
         {Form{.seed = 2}, Form{.x = 12, .y = 3, .seed = 3},
          Form{.turn = 1.2, .x = 8, .y = 8, .seed = 4},
          Form{.turn = -1.2, .x = 8, .y = 8, .seed = 5}, Form{.x = 9, .noise = 6, .seed = 6},
          Form{.x = 9, .seed = 7, .stretch = 1.004}, Form{.seed = 8, .backing = false}}) {
        const ContentMap other = mapOf(again);
        EXPECT_GE(similarityPermille(first, other), kSamePermille) << "seed " << again.seed;
        EXPECT_GE(similarityPermille(other, first), kSamePermille) << "seed " << again.seed;
        EXPECT_GE(likenessPermille(signatureOf(first), signatureOf(other)), 980);
    }
}

TEST(Duplicate, the_same_form_with_other_writing_is_another_page) {
    std::vector<ContentMap> written;
    for (unsigned writing = 1; writing <= 5; ++writing) {
        written.push_back(mapOf({.writing = writing, .seed = writing}));
        for (std::size_t i = 0; i + 1 < written.size(); ++i) {
            EXPECT_LE(similarityPermille(written[i], written.back()), 800) << i << ' ' << writing;
        }
    }
    // Two lines of thirteen differ, the rest of the form is the same.
    EXPECT_LT(similarityPermille(mapOf({.writing = 1, .filled = 0.15}),
                                 mapOf({.writing = 2, .filled = 0.15, .seed = 2})),
              kSamePermille);
    // The last line is there or not.
    EXPECT_LT(similarityPermille(mapOf({.filled = 1}), mapOf({.filled = 0.9, .seed = 2})), 800);
}

TEST(Duplicate, blank_sides_are_never_alike) {
    PageRecipe blank;
    blank.textLines = 0;
    const record::PageImage image = makePage(blank);
    const ContentMap empty = contentOf(image, factsOf(image));
    EXPECT_TRUE(empty.empty());
    EXPECT_EQ(signatureOf(empty), "");
    EXPECT_EQ(similarityPermille(empty, empty), 0);
    EXPECT_EQ(similarityPermille(empty, mapOf({})), 0);
    EXPECT_EQ(likenessPermille("", ""), 0);
    EXPECT_EQ(likenessPermille("0f", "0f0"), 0) << "no signatures of the same kind";
}

TEST(Duplicate, measuring_gives_the_same_map) {
    const record::PageImage image = scanOf({.turn = 1});
    ContentMap content;
    measurePage(image, factsOf(image), content);
    EXPECT_EQ(content.contrast.pixels, contentOf(image, factsOf(image)).contrast.pixels);
    EXPECT_EQ(signatureOf(content).size(), 816u);
}

} // namespace seihon::imaging::test
