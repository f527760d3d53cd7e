#include "tests/quality/on_sheet.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

namespace seihon::quality {

namespace {

using report::Dice;
using report::Point;

cv::Point2d pixelOf(Point at) {
    return {at.x * kPixelsPerMm, at.y * kPixelsPerMm};
}

Place placeOf(const cv::Rect& box) {
    return {box.x / kPixelsPerMm, box.y / kPixelsPerMm, box.width / kPixelsPerMm,
            box.height / kPixelsPerMm};
}

// Light that a raised piece takes from its neighbourhood, 0–255 of 255: the piece's mask, moved
// away from the lamp, reaches beyond the piece.
cv::Mat shadeBeside(const cv::Mat& mask, const Lamps& lamps, double direction, double strength) {
    const double reach = lamps.reachMm * kPixelsPerMm;
    const cv::Mat move = (cv::Mat_<double>(2, 3) << 1, 0, 0.15 * reach, 0, 1, direction * reach);
    cv::Mat moved, shade;
    cv::warpAffine(mask, moved, move, mask.size());
    cv::GaussianBlur(moved, moved, {}, 0.8 + 0.35 * reach);
    cv::subtract(moved, mask, shade);
    shade *= strength;
    return shade;
}

cv::Mat shadeAround(const cv::Mat& mask, const Lamps& lamps) {
    if (!lamps.both) {
        return shadeBeside(mask, lamps, lamps.direction, lamps.strength);
    }
    return shadeBeside(mask, lamps, 1, lamps.strength * 0.5) +
           shadeBeside(mask, lamps, -1, lamps.strength * 0.5);
}

void darken(cv::Mat& rgb, const cv::Mat& shade) {
    for (int y = 0; y < rgb.rows; ++y) {
        std::uint8_t* row = rgb.ptr(y);
        const std::uint8_t* missing = shade.ptr(y);
        for (int x = 0; x < rgb.cols; ++x, row += 3) {
            const int light = 255 - missing[x];
            for (int c = 0; c < 3 && light < 255; ++c) {
                row[c] = static_cast<std::uint8_t>((row[c] * light + 127) / 255);
            }
        }
    }
}

void cover(cv::Mat& rgb, const cv::Mat& piece, const cv::Mat& mask) {
    for (int y = 0; y < rgb.rows; ++y) {
        std::uint8_t* row = rgb.ptr(y);
        const std::uint8_t* over = piece.ptr(y);
        const std::uint8_t* share = mask.ptr(y);
        for (int x = 0; x < rgb.cols * 3; ++x) {
            const int s = share[x / 3];
            row[x] = static_cast<std::uint8_t>((row[x] * (255 - s) + over[x] * s + 127) / 255);
        }
    }
}

cv::Rect around(const std::vector<cv::Point2d>& points, double margin, const cv::Size& size) {
    double left = points[0].x, right = left, top = points[0].y, bottom = top;
    for (const cv::Point2d& p : points) {
        left = std::min(left, p.x);
        right = std::max(right, p.x);
        top = std::min(top, p.y);
        bottom = std::max(bottom, p.y);
    }
    const cv::Point a(static_cast<int>(std::floor(left - margin)),
                      static_cast<int>(std::floor(top - margin)));
    const cv::Point b(static_cast<int>(std::ceil(right + margin)),
                      static_cast<int>(std::ceil(bottom + margin)));
    return cv::Rect(a, b) & cv::Rect({}, size);
}

void fillPolygon(cv::Mat& image, const std::vector<cv::Point2d>& points, const cv::Point& origin,
                 const cv::Scalar& colour) {
    constexpr int kShift = 4;
    std::vector<cv::Point> fixed;
    for (const cv::Point2d& p : points) {
        fixed.emplace_back(cvRound((p.x - origin.x) * (1 << kShift)),
                           cvRound((p.y - origin.y) * (1 << kShift)));
    }
    cv::fillConvexPoly(image, fixed, colour, cv::LINE_AA, kShift);
}

void crease(cv::Mat& sheet, double yMm, Dice& dice) {
    const double depth = dice.between(0.03, 0.12), width = dice.between(0.12, 0.35) * kPixelsPerMm;
    const double slope = dice.between(-0.006, 0.006);
    const bool valley = dice.chance(0.5); // the lit flank beside the dark one
    const double wave = dice.between(0, 6);
    for (int x = 0; x < sheet.cols; ++x) {
        const double middle =
            yMm * kPixelsPerMm + slope * (x - sheet.cols / 2) + 0.8 * std::sin(wave + x * 0.004);
        const double strength = depth * (0.75 + 0.25 * std::sin(wave * 2 + x * 0.013));
        const int reach = static_cast<int>(4 * width);
        for (int y = std::max(0, static_cast<int>(middle) - reach);
             y < std::min(sheet.rows, static_cast<int>(middle) + reach); ++y) {
            const double t = (y - middle) / width;
            const double dark = strength * std::exp(-t * t);
            const double lit = 0.5 * strength * std::exp(-(t - 2) * (t - 2));
            const double light = 1 - dark + (valley ? lit : 0);
            std::uint8_t* pixel = sheet.ptr(y) + 3 * x;
            for (int c = 0; c < 3; ++c) {
                pixel[c] = cv::saturate_cast<std::uint8_t>(pixel[c] * light);
            }
        }
    }
}

// A dried drop: pale inside, darker rim, brown as coffee or disinfectant.
void stain(cv::Mat& sheet, Dice& dice) {
    const double radius = dice.between(4, 16) * kPixelsPerMm;
    const cv::Point centre(static_cast<int>(dice.between(0.15, 0.85) * sheet.cols),
                           static_cast<int>(dice.between(0.15, 0.85) * sheet.rows));
    const std::array<double, 3> tint{dice.between(0.02, 0.05), dice.between(0.05, 0.10),
                                     dice.between(0.10, 0.22)};
    const double phase = dice.between(0, 6), rim = dice.between(0.5, 2);
    const int reach = static_cast<int>(radius * 1.4);
    const cv::Rect box = cv::Rect(centre.x - reach, centre.y - reach, 2 * reach, 2 * reach) &
                         cv::Rect({}, sheet.size());
    for (int y = box.y; y < box.y + box.height; ++y) {
        for (int x = box.x; x < box.x + box.width; ++x) {
            const double dx = x - centre.x, dy = y - centre.y;
            const double angle = std::atan2(dy, dx);
            const double edge = radius * (1 + 0.12 * std::sin(3 * angle + phase) +
                                          0.07 * std::sin(7 * angle + 2 * phase));
            const double t = (std::sqrt(dx * dx + dy * dy) - edge) / (0.035 * radius + 3);
            const double inside = 1 / (1 + std::exp(2 * t));
            const double dark = inside * (0.5 + rim * std::exp(-(t + 2) * (t + 2) / 3));
            std::uint8_t* pixel = sheet.ptr(y) + 3 * x;
            for (std::size_t c = 0; c < 3; ++c) {
                pixel[c] = cv::saturate_cast<std::uint8_t>(pixel[c] * (1 - tint[c] * dark));
            }
        }
    }
}

void staple(cv::Mat& sheet, Dice& dice) {
    const double angle = dice.between(-0.9, 0.2), half = 6 * kPixelsPerMm;
    const cv::Point2d centre = pixelOf({dice.between(10, 16), dice.between(7, 13)});
    const cv::Point2d along(std::cos(angle) * half, std::sin(angle) * half);
    const int thick = cvRound(0.5 * kPixelsPerMm);
    cv::line(sheet, cv::Point(centre - along) + cv::Point(1, 3),
             cv::Point(centre + along) + cv::Point(1, 3), {150, 148, 145}, thick, cv::LINE_AA);
    cv::line(sheet, cv::Point(centre - along), cv::Point(centre + along), {92, 92, 96}, thick,
             cv::LINE_AA);
    cv::line(sheet, cv::Point(centre - along), cv::Point(centre + along), {208, 208, 212}, 2,
             cv::LINE_AA);
}

// ISO 838: two holes of 6 mm, 80 mm apart, 12 mm from the edge.
void holes(cv::Mat& sheet, const cv::Scalar& backing, Dice& dice) {
    const double x = dice.between(10.5, 13),
                 middle = sheet.rows / kPixelsPerMm / 2 + dice.between(-3, 3);
    for (const double y : {middle - 40, middle + 40}) {
        const cv::Point2d centre = pixelOf({x, y});
        cv::circle(sheet, cv::Point(centre), cvRound(3 * kPixelsPerMm) + 1, {205, 204, 200},
                   cv::FILLED, cv::LINE_AA);
        cv::circle(sheet, cv::Point(centre), cvRound(3 * kPixelsPerMm), backing, cv::FILLED,
                   cv::LINE_AA);
    }
}

void tape(cv::Mat& sheet, Dice& dice) {
    const cv::Size size(cvRound(dice.between(25, 70) * kPixelsPerMm), cvRound(12 * kPixelsPerMm));
    const cv::Rect box = cv::Rect({static_cast<int>(dice.between(0.1, 0.6) * sheet.cols),
                                   static_cast<int>(dice.between(0.05, 0.9) * sheet.rows)},
                                  size) &
                         cv::Rect({}, sheet.size());
    cv::Mat under = sheet(box);
    const double age = dice.between(0, 0.09); // old tape turns yellow
    cv::multiply(under, cv::Scalar(1 - 0.2 * age, 1 - 0.4 * age, 1 - age), under);
    cv::multiply(under, cv::Scalar::all(0.985), under);
    cv::rectangle(sheet, box, {222, 221, 214}, 1);
}

} // namespace

Place layOn(cv::Mat& sheet, const Piece& piece, const Lamps& lamps) {
    const cv::Point2d centre = pixelOf(piece.centre);
    const double w = piece.rgb.cols, h = piece.rgb.rows;
    cv::Mat move = cv::getRotationMatrix2D({static_cast<float>(w / 2), static_cast<float>(h / 2)},
                                           -piece.degrees, 1);
    move.at<double>(0, 2) += centre.x - w / 2;
    move.at<double>(1, 2) += centre.y - h / 2;
    std::vector<cv::Point2d> corners{{0, 0}, {w, 0}, {w, h}, {0, h}};
    cv::transform(corners, corners, move);
    const cv::Rect box = around(corners, 3 * kPixelsPerMm, sheet.size());
    move.at<double>(0, 2) -= box.x;
    move.at<double>(1, 2) -= box.y;
    cv::Mat laid, mask(piece.rgb.size(), CV_8U, cv::Scalar(255)), covered;
    cv::warpAffine(piece.rgb, laid, move, box.size(), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
    cv::warpAffine(mask, covered, move, box.size());
    cv::Mat part = sheet(box);
    darken(part, shadeAround(covered, lamps));
    cover(part, laid, covered);
    return placeOf(around(corners, 0, sheet.size()));
}

void printInto(cv::Mat& sheet, report::Canvas& print, Point at) {
    const cv::Point origin(cvRound(at.x * kPixelsPerMm), cvRound(at.y * kPixelsPerMm));
    for (int y = 0; y < print.heightPixels(); ++y) {
        const std::uint32_t* ink = print.pixelRow(y);
        const int row = origin.y + y;
        if (row < 0 || row >= sheet.rows) {
            continue;
        }
        for (int x = 0; x < print.widthPixels(); ++x) {
            const int column = origin.x + x;
            if (column < 0 || column >= sheet.cols) {
                continue;
            }
            std::uint8_t* pixel = sheet.ptr(row) + 3 * column;
            for (int c = 0; c < 3; ++c) {
                pixel[c] = static_cast<std::uint8_t>(
                    (pixel[c] * ((ink[x] >> (16 - 8 * c)) & 255) + 127) / 255);
            }
        }
    }
}

Place foldCorner(cv::Mat& sheet, const Fold& fold, const Lamps& lamps, const cv::Scalar& backing) {
    const bool right = fold.corner == 1 || fold.corner == 2;
    const bool bottom = fold.corner >= 2;
    // One pixel beyond the corner, so that nothing of it stays.
    const cv::Point2d corner(right ? sheet.cols : -1, bottom ? sheet.rows : -1);
    const cv::Point2d a = corner + cv::Point2d((right ? -1 : 1) * fold.alongX * kPixelsPerMm, 0);
    const cv::Point2d b = corner + cv::Point2d(0, (bottom ? -1 : 1) * fold.alongY * kPixelsPerMm);
    const cv::Point2d line = b - a;
    const double t = (corner - a).dot(line) / line.dot(line);
    const cv::Point2d mirrored = 2 * (a + t * line) - corner;
    // The paper's own tone, before the hole is made.
    const cv::Point inner(cvRound(std::clamp(mirrored.x, 4.0, sheet.cols - 5.0)),
                          cvRound(std::clamp(mirrored.y, 4.0, sheet.rows - 5.0)));
    const cv::Rect sample = cv::Rect(inner.x - 3, inner.y - 3, 7, 7) & cv::Rect({}, sheet.size());
    fillPolygon(sheet, {corner, a, b}, {}, backing);
    if (!fold.behind) {
        cv::Mat flap(cv::Size(9, 9), CV_8UC3, cv::mean(sheet(sample)) * 0.99);
        const std::vector<cv::Point2d> points{a, b, mirrored};
        const cv::Rect box = around(points, 3 * kPixelsPerMm, sheet.size());
        cv::Mat mask(box.size(), CV_8U, cv::Scalar(0));
        fillPolygon(mask, points, box.tl(), 255);
        cv::Mat part = sheet(box);
        darken(part, shadeAround(mask, lamps));
        cv::resize(flap, flap, box.size());
        cv::Mat grain(box.size(), CV_8UC3);
        cv::RNG rng(static_cast<std::uint64_t>(cvRound(fold.alongX * 1000) + 1));
        rng.fill(grain, cv::RNG::NORMAL, cv::Scalar::all(8), cv::Scalar::all(0.7));
        cover(part, flap + grain - cv::Scalar::all(8), mask);
        fillPolygon(sheet, {corner, a, b}, {}, backing); // the shadow does not fall on the backing
    }
    return placeOf(around({corner, a, b}, 0, sheet.size()));
}

Wear drawWear(Dice& dice) {
    Wear wear;
    wear.creases = dice.chance(0.30); // came in an envelope
    wear.stain = dice.chance(0.10);
    wear.staple = dice.chance(0.05);
    wear.holes = dice.chance(0.10);
    wear.tape = dice.chance(0.04);
    return wear;
}

std::string nameOf(const Wear& wear) {
    std::string name;
    const auto add = [&](bool there, const char* word) {
        name += !there ? "" : (name.empty() ? "" : ", ") + std::string(word);
    };
    add(wear.creases, "creases");
    add(wear.stain, "stain");
    add(wear.staple, "staple");
    add(wear.holes, "holes");
    add(wear.tape, "tape");
    return name.empty() ? "clean" : name;
}

void addWear(cv::Mat& sheet, const Wear& wear, Dice& dice, const cv::Scalar& backing) {
    const double height = sheet.rows / kPixelsPerMm;
    if (wear.creases) {
        crease(sheet, height / 3 + dice.between(-3, 3), dice);
        crease(sheet, height * 2 / 3 + dice.between(-3, 3), dice);
    }
    if (wear.stain) {
        stain(sheet, dice);
    }
    if (wear.tape) {
        tape(sheet, dice);
    }
    if (wear.holes) {
        holes(sheet, backing, dice);
    }
    if (wear.staple) {
        staple(sheet, dice);
    }
}

void showThrough(cv::Mat& sheet, const cv::Mat& other, double share) {
    cv::Mat back;
    cv::resize(other, back, sheet.size() / 4, 0, 0, cv::INTER_AREA);
    cv::flip(back, back, 1);
    cv::GaussianBlur(back, back, {}, 1.2);
    const cv::Scalar tone = cv::mean(back); // near the paper's tone: print covers little
    back = cv::Scalar::all(255) - (tone - back) * share;
    cv::resize(back, back, sheet.size(), 0, 0, cv::INTER_LINEAR);
    cv::multiply(sheet, back, sheet, 1.0 / 255);
}

} // namespace seihon::quality
