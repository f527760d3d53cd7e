#include "tests/imaging/page_defects.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

namespace seihon::imaging::test {
namespace {

int px(double mm, double pixelsPerMm) {
    return static_cast<int>(std::lround(mm * pixelsPerMm));
}

void multiplyRows(cv::Mat& sheet, const cv::Mat& factor, const cv::Rect& area) {
    for (int y = 0; y < area.height; ++y) {
        const float* const f = factor.ptr<float>(y);
        cv::Vec3b* const row = sheet.ptr<cv::Vec3b>(area.y + y) + area.x;
        for (int x = 0; x < area.width; ++x) {
            for (int c = 0; c < 3; ++c) {
                row[x][c] = cv::saturate_cast<std::uint8_t>(row[x][c] * f[x]);
            }
        }
    }
}

void writeLines(cv::Mat& paper, double pixelsPerMm, int lines, unsigned seed) {
    std::mt19937 random(seed);
    for (int line = 0; line < lines; ++line) {
        std::string words;
        const int letters = std::max(1, static_cast<int>(paper.cols / pixelsPerMm / 4.2) - 3);
        for (int i = 0; i < letters; ++i) {
            words += random() % 6 == 0 ? ' ' : static_cast<char>('a' + random() % 26);
        }
        cv::putText(paper, words, {px(5, pixelsPerMm), px(10 + 8 * line, pixelsPerMm)},
                    cv::FONT_HERSHEY_SIMPLEX, 3.0 * pixelsPerMm / 22.0, cv::Scalar(60, 60, 90),
                    std::max(1, px(0.35, pixelsPerMm)), cv::LINE_AA);
    }
}

// The deepest of the mask's copies that are moved along the shadow's direction and fade on the way.
cv::Mat shadowOf(const cv::Mat& mask, const Overlay& overlay, double pixelsPerMm) {
    const double length = std::hypot(overlay.shadowX, overlay.shadowY);
    const double tail = overlay.shadowTailMm * pixelsPerMm;
    cv::Mat shadow = cv::Mat::zeros(mask.size(), CV_32F);
    for (int step = 0; step < static_cast<int>(4 * tail) && length > 0; ++step) {
        const cv::Mat move = (cv::Mat_<double>(2, 3) << 1, 0, step * overlay.shadowX / length, 0, 1,
                              step * overlay.shadowY / length);
        cv::Mat moved;
        cv::warpAffine(mask, moved, move, mask.size(), cv::INTER_NEAREST);
        shadow = cv::max(shadow, moved * std::exp(-step / tail));
    }
    return shadow;
}

} // namespace

void layOn(cv::Mat& sheet, double pixelsPerMm, const Overlay& overlay) {
    cv::Mat paper(px(overlay.heightMm, pixelsPerMm), px(overlay.widthMm, pixelsPerMm), CV_8UC3,
                  overlay.paper);
    writeLines(paper, pixelsPerMm, overlay.textLines, overlay.seed);
    const cv::Point2f middle(static_cast<float>(paper.cols) / 2,
                             static_cast<float>(paper.rows) / 2);
    cv::Mat place = cv::getRotationMatrix2D(middle, -overlay.turnDegrees, 1.0);
    place.at<double>(0, 2) += overlay.xMm * pixelsPerMm;
    place.at<double>(1, 2) += overlay.yMm * pixelsPerMm;
    cv::Mat mask;
    cv::warpAffine(cv::Mat(paper.size(), CV_32F, cv::Scalar(1)), mask, place, sheet.size(),
                   cv::INTER_LINEAR);
    const int pad = px(4 * overlay.shadowTailMm + 2, pixelsPerMm);
    cv::Rect area = cv::boundingRect(cv::Mat(mask > 0));
    area = cv::Rect(area.x - pad, area.y - pad, area.width + 2 * pad, area.height + 2 * pad) &
           cv::Rect(0, 0, sheet.cols, sheet.rows);
    cv::Mat factor = 1.0 - overlay.shadowDepth * shadowOf(mask(area), overlay, pixelsPerMm);
    factor.setTo(1, mask(area) >= 0.5);
    multiplyRows(sheet, factor, area);
    cv::Mat turned;
    cv::warpAffine(paper, turned, place, sheet.size(), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
    turned.copyTo(sheet, mask >= 0.5);
}

void crease(cv::Mat& sheet, double pixelsPerMm, double yMm, double strength) {
    const double tail = 0.8 * pixelsPerMm;
    cv::Mat factor(sheet.rows, sheet.cols, CV_32F, cv::Scalar(1));
    for (int y = 0; y < sheet.rows; ++y) {
        const double distance = y - yMm * pixelsPerMm;
        const double shade = strength * std::exp(-std::abs(distance) / tail);
        factor.row(y).setTo(distance < 0 ? 1 - shade : 1 + shade * 0.6);
    }
    multiplyRows(sheet, factor, {0, 0, sheet.cols, sheet.rows});
}

void shadeBands(cv::Mat& sheet, double pixelsPerMm, double tone) {
    for (double y = 15; y + 7 < sheet.rows / pixelsPerMm - 10; y += 14) {
        const cv::Rect band(px(10, pixelsPerMm), px(y, pixelsPerMm),
                            sheet.cols - 2 * px(10, pixelsPerMm), px(7, pixelsPerMm));
        cv::Mat area = sheet(band);
        cv::min(area, cv::Scalar::all(tone), area);
    }
}

void rulePale(cv::Mat& sheet, double pixelsPerMm, const cv::Scalar& colour, double pitchMm) {
    for (double y = 12; y < sheet.rows / pixelsPerMm - 8; y += pitchMm) {
        cv::line(sheet, {px(5, pixelsPerMm), px(y, pixelsPerMm)},
                 {sheet.cols - px(5, pixelsPerMm), px(y, pixelsPerMm)}, colour,
                 std::max(1, px(0.2, pixelsPerMm)), cv::LINE_AA);
    }
}

void showThrough(cv::Mat& sheet, double pixelsPerMm, double share, unsigned seed) {
    cv::Mat other(sheet.size(), CV_8UC3, cv::Scalar::all(255));
    writeLines(other, pixelsPerMm, static_cast<int>(sheet.rows / pixelsPerMm / 8) - 2, seed);
    cv::flip(other, other, 1);
    // Paper scatters what comes through it.
    cv::GaussianBlur(other, other, {}, 0.25 * pixelsPerMm);
    cv::Mat exact;
    other.convertTo(exact, CV_32FC3, share / 255.0, 1.0 - share);
    cv::Mat mixed;
    sheet.convertTo(mixed, CV_32FC3);
    mixed = mixed.mul(exact);
    mixed.convertTo(sheet, CV_8UC3);
}

void dustStreak(cv::Mat& scan, int column, int width, double factor) {
    for (int x = std::max(0, column); x < std::min(scan.cols, column + width); ++x) {
        for (int y = 0; y < scan.rows; ++y) {
            cv::Vec3b& pixel = scan.at<cv::Vec3b>(y, x);
            for (int c = 0; c < 3; ++c) {
                pixel[c] = cv::saturate_cast<std::uint8_t>(pixel[c] * factor);
            }
        }
    }
}

} // namespace seihon::imaging::test
