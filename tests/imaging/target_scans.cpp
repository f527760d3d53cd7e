#include "tests/imaging/target_scans.h"

#include "record/target_layout.h"
#include "tests/imaging/page_synthesis.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <cmath>
#include <cstring>
#include <numbers>
#include <vector>

namespace seihon::imaging::test {
namespace {

constexpr double kFrameWidthMm = 218, kFrameHeightMm = 305;
constexpr int kBackingTone = 40;

// Sheet millimetres to pixels.
struct Laid {
    double cosine, sine, pixelsX, pixelsY, left, top;
    bool upsideDown;
    cv::Point2d at(double x, double y) const {
        if (upsideDown) {
            x = 210 - x;
            y = 297 - y;
        }
        const double cx = x - 105;
        const double cy = y - 148.5;
        return {(cosine * cx - sine * cy + 105) * pixelsX + left,
                (sine * cx + cosine * cy + 148.5) * pixelsY + top};
    }
};

Laid laidBy(const TargetRecipe& recipe) {
    const double perMm = static_cast<double>(recipe.dpi) / 25.4;
    const double turn = recipe.turnDegrees * std::numbers::pi / 180;
    return {std::cos(turn),        std::sin(turn),           perMm * recipe.scaleX,
            perMm * recipe.scaleY, recipe.offsetXMm * perMm, recipe.offsetYMm * perMm,
            recipe.upsideDown};
}

// Share of a half-plane seen through a Gaussian; `distance` in sigmas, positive inside.
double coverage(double distance) {
    if (std::abs(distance) > 5) {
        return distance > 0 ? 1 : 0;
    }
    return 0.5 * std::erfc(-distance / std::numbers::sqrt2);
}

// A convex shape with straight borders, each blurred as if it were alone: exact but at corners.
void paintPolygon(cv::Mat& ink, const std::vector<cv::Point2d>& corners, double amount, double sx,
                  double sy) {
    double left = 1e9, right = -1e9, top = 1e9, bottom = -1e9;
    for (const cv::Point2d& corner : corners) {
        left = std::min(left, corner.x);
        right = std::max(right, corner.x);
        top = std::min(top, corner.y);
        bottom = std::max(bottom, corner.y);
    }
    const double reach = 4 * std::max({sx, sy, 0.5});
    for (int y = std::max(0, static_cast<int>(top - reach));
         y < std::min<double>(ink.rows, bottom + reach); ++y) {
        for (int x = std::max(0, static_cast<int>(left - reach));
             x < std::min<double>(ink.cols, right + reach); ++x) {
            double share = 1;
            for (std::size_t i = 0; i < corners.size(); ++i) {
                const cv::Point2d& a = corners[i];
                const cv::Point2d& b = corners[(i + 1) % corners.size()];
                const double dx = b.x - a.x;
                const double dy = b.y - a.y;
                const double length = std::hypot(dx, dy);
                const double nx = -dy / length; // points inside for clockwise corners
                const double ny = dx / length;
                const double sigma = std::max(1e-3, std::hypot(nx * sx, ny * sy));
                share *= coverage(((x + 0.5 - a.x) * nx + (y + 0.5 - a.y) * ny) / sigma);
            }
            float& pixel = ink.at<float>(y, x);
            pixel += static_cast<float>(amount * share);
        }
    }
}

void paintDisc(cv::Mat& ink, const Laid& laid, const record::TargetPoint& centre, double radiusMm,
               double amount, double sigma) {
    const cv::Point2d middle =
        laid.at(static_cast<double>(centre.x) / 1000, static_cast<double>(centre.y) / 1000);
    const double radius = radiusMm * (laid.pixelsX + laid.pixelsY) / 2;
    const double reach = radius + 4 * sigma + 1;
    for (int y = static_cast<int>(middle.y - reach); y <= static_cast<int>(middle.y + reach); ++y) {
        for (int x = static_cast<int>(middle.x - reach); x <= static_cast<int>(middle.x + reach);
             ++x) {
            const double distance = std::hypot(x + 0.5 - middle.x, y + 0.5 - middle.y);
            ink.at<float>(y, x) +=
                static_cast<float>(amount * coverage((radius - distance) / sigma));
        }
    }
}

std::vector<cv::Point2d> boxCorners(const Laid& laid, double x, double y, double w, double h,
                                    double turnDegrees = 0) {
    const double turn = turnDegrees * std::numbers::pi / 180;
    const double cx = x + w / 2;
    const double cy = y + h / 2;
    std::vector<cv::Point2d> corners;
    for (const auto& [dx, dy] : {std::pair{-w / 2, -h / 2}, std::pair{w / 2, -h / 2},
                                 std::pair{w / 2, h / 2}, std::pair{-w / 2, h / 2}}) {
        corners.push_back(laid.at(cx + dx * std::cos(turn) - dy * std::sin(turn),
                                  cy + dx * std::sin(turn) + dy * std::cos(turn)));
    }
    return corners;
}

} // namespace

record::PageImage makeTarget(const TargetRecipe& recipe) {
    const Laid laid = laidBy(recipe);
    const double perMm = static_cast<double>(recipe.dpi) / 25.4;
    const double sigma = std::max(0.3, (recipe.sigmaX + recipe.sigmaY) / 2);
    cv::Mat ink = cv::Mat::zeros(static_cast<int>(kFrameHeightMm * perMm),
                                 static_cast<int>(kFrameWidthMm * perMm), CV_32F);
    const auto paint = [&](const std::vector<cv::Point2d>& corners, double amount) {
        paintPolygon(ink, corners, amount, recipe.sigmaX, recipe.sigmaY);
    };
    for (std::size_t i = 0; recipe.rings && i < record::kTargetRings.size(); ++i) {
        const auto& centre = record::kTargetRings[i];
        paintDisc(ink, laid, centre, 4, 1, sigma);
        paintDisc(ink, laid, centre, 2, -1, sigma);
        if (i == 0) {
            paintDisc(ink, laid, centre, 0.75, 1, sigma);
        }
    }
    for (const std::int64_t y : record::kTargetSquareRows) {
        for (const std::int64_t x : record::kTargetSquareColumns) {
            paint(boxCorners(laid, static_cast<double>(x) / 1000 - 8,
                             static_cast<double>(y) / 1000 - 8, 16, 16, record::kTargetTurnDegrees),
                  1);
        }
    }
    for (const record::TargetStep& step : record::targetSteps()) {
        paint(boxCorners(laid, static_cast<double>(step.box.x) / 1000,
                         static_cast<double>(step.box.y) / 1000,
                         static_cast<double>(step.box.w) / 1000,
                         static_cast<double>(step.box.h) / 1000),
              1 - step.drawnTone / 255.0);
    }
    // Strokes of small text: lines of 0.15 mm every 0.35 mm, upright.
    for (const record::TargetBox& field : record::kTargetTexts) {
        for (int line = 0; line < 400; ++line) {
            paint(boxCorners(laid, static_cast<double>(field.x) / 1000 + line * 0.35,
                             static_cast<double>(field.y) / 1000 + 1, 0.15, 4),
                  1);
        }
    }
    cv::Mat sheet = cv::Mat::zeros(ink.size(), CV_32F);
    paintPolygon(sheet, boxCorners(laid, 0, 0, 210, 297), 1, recipe.sigmaX, recipe.sigmaY);
    cv::Mat tone = recipe.paper - ink * (recipe.paper - recipe.black);
    tone = tone.mul(sheet) + kBackingTone * (1 - sheet);
    cv::RNG random(recipe.seed);
    cv::Mat noise(tone.size(), CV_32F);
    random.fill(noise, cv::RNG::NORMAL, 0, recipe.noise);
    tone += noise;
    cv::Mat bytes;
    tone.convertTo(bytes, CV_8U);
    record::PageImage image;
    image.width = image.stride = bytes.cols;
    image.height = bytes.rows;
    image.channels = 1;
    image.dpiX = image.dpiY = recipe.dpi;
    image.bytes.assign(bytes.datastart, bytes.dataend);
    return image;
}

record::PageImage enlarged(const record::PageImage& grey, std::int64_t dpi) {
    const cv::Mat small(static_cast<int>(grey.height), static_cast<int>(grey.width), CV_8U,
                        const_cast<std::uint8_t*>(grey.bytes.data()));
    cv::Mat large;
    cv::resize(small, large,
               {static_cast<int>(grey.width * dpi / grey.dpiX),
                static_cast<int>(grey.height * dpi / grey.dpiY)},
               0, 0, cv::INTER_CUBIC);
    record::PageImage image;
    image.width = image.stride = large.cols;
    image.height = large.rows;
    image.channels = 1;
    image.dpiX = image.dpiY = dpi;
    image.bytes.assign(large.datastart, large.dataend);
    return image;
}

} // namespace seihon::imaging::test
