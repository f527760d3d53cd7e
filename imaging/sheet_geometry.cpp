#include "imaging/sheet_geometry.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace seihon::imaging {
namespace {

using record::Quantity;
using record::RectPx;

constexpr double kDegrees = 180.0 / std::numbers::pi;
constexpr double kAgreeDegrees = 0.4;
// A corner is looked at as far as this from its tip; larger folds are still far beyond any limit.
constexpr double kCornerReachMm = 60;
// The border itself is this uncertain; anything deeper inside that is plate is missing.
constexpr double kBorderDoubtMm = 0.35;

struct Angle {
    double degrees;
    double length;
};

// A clockwise turn (y points down) lowers the right end of the top border and moves the lower end
// of the left one left.
std::vector<Angle> anglesOf(const Sheet& sheet) {
    std::vector<Angle> angles;
    for (const SheetSide side :
         {SheetSide::Top, SheetSide::Bottom, SheetSide::Left, SheetSide::Right}) {
        if (const std::optional<Line>& line = sheet.border(side)) {
            const bool level = side == SheetSide::Top || side == SheetSide::Bottom;
            const double degrees = std::atan(line->slope) * kDegrees;
            angles.push_back({level ? degrees : -degrees, line->length});
        }
    }
    return angles;
}

// Distance of two opposite borders, measured square to them at the middle of the frame; a border
// outside the frame counts as lying on it: what is not in the image is not measured.
double distance(const std::optional<Line>& near, const std::optional<Line>& far, double frame,
                double middle) {
    const double from = near ? near->at(middle) : 0;
    const double to = far ? far->at(middle) : frame;
    const double slope = near && far ? (near->slope + far->slope) / 2
                         : near      ? near->slope
                         : far       ? far->slope
                                     : 0;
    return (to - from) * std::cos(std::atan(slope));
}

std::int64_t micrometres(double millimetres) {
    return std::llround(millimetres * 1000);
}

void measureSize(const PagePlanes& planes, const Sheet& sheet, record::PageMeasurement& into) {
    const record::AreaMm where = record::areaOf(sheet.box, planes.dpiX, planes.dpiY);
    if (sheet.reported) {
        into.add(Quantity::SheetWidthMicrometres,
                 (sheet.box.w * 25'400 + planes.dpiX / 2) / planes.dpiX, where);
        into.add(Quantity::SheetHeightMicrometres,
                 (sheet.box.h * 25'400 + planes.dpiY / 2) / planes.dpiY, where);
        return;
    }
    const double frameWidth = planes.grey.width * 25.4 / static_cast<double>(planes.dpiX);
    const double frameHeight = planes.grey.height * 25.4 / static_cast<double>(planes.dpiY);
    const double middleX =
        (static_cast<double>(sheet.box.x) + static_cast<double>(sheet.box.w) / 2) * 25.4 /
        static_cast<double>(planes.dpiX);
    const double middleY =
        (static_cast<double>(sheet.box.y) + static_cast<double>(sheet.box.h) / 2) * 25.4 /
        static_cast<double>(planes.dpiY);
    into.add(Quantity::SheetWidthMicrometres,
             micrometres(distance(sheet.border(SheetSide::Left), sheet.border(SheetSide::Right),
                                  frameWidth, middleY)),
             where);
    into.add(Quantity::SheetHeightMicrometres,
             micrometres(distance(sheet.border(SheetSide::Top), sheet.border(SheetSide::Bottom),
                                  frameHeight, middleX)),
             where);
}

// A side that neither has a border nor touches the frame could not be understood: then there is no
// size to tell.
bool sidesUnderstood(const Sheet& sheet) {
    for (std::size_t side = 0; side < 4; ++side) {
        if (!sheet.borders[side] && sheet.touchesPermille[side] == 0) {
            return false;
        }
    }
    return true;
}

struct Corner {
    std::int64_t milliMm2 = 0;
    RectPx small; // the missing part
};

// Plate inside the angle of two borders. `right` and `lower` say which corner it is.
Corner missingAt(const PagePlanes& planes, const Plane& mask, const Line& level,
                 const Line& upright, bool right, bool lower, double reachMm) {
    const double perX = planes.smallPixelsPerMmX();
    const double perY = planes.smallPixelsPerMmY();
    // The corner's tip: y = level(x), x = upright(y).
    const double tipX =
        (upright.offset + upright.slope * level.offset) / (1 - upright.slope * level.slope);
    const double tipY = level.at(tipX);
    const auto clampTo = [](double value, int size) {
        return std::clamp(static_cast<int>(value), 0, size);
    };
    const int fromX = clampTo((tipX - reachMm) * perX, mask.width);
    const int toX = clampTo((tipX + reachMm) * perX, mask.width);
    const int fromY = clampTo((tipY - reachMm) * perY, mask.height);
    const int toY = clampTo((tipY + reachMm) * perY, mask.height);
    std::int64_t cells = 0;
    int left = toX;
    int top = toY;
    int end = fromX;
    int bottom = fromY;
    for (int y = fromY; y < toY; ++y) {
        for (int x = fromX; x < toX; ++x) {
            const double mmX = (x + 0.5) / perX;
            const double mmY = (y + 0.5) / perY;
            const double depthX = right ? upright.at(mmY) - mmX : mmX - upright.at(mmY);
            const double depthY = lower ? level.at(mmX) - mmY : mmY - level.at(mmX);
            if (mask.at(x, y) == 0 && depthX > kBorderDoubtMm && depthY > kBorderDoubtMm &&
                depthX + depthY < reachMm) {
                ++cells;
                left = std::min(left, x);
                end = std::max(end, x + 1);
                top = std::min(top, y);
                bottom = std::max(bottom, y + 1);
            }
        }
    }
    Corner corner;
    corner.milliMm2 = std::llround(static_cast<double>(cells) * planes.smallPixelMilliMm2());
    corner.small = {left, top, end - left, bottom - top};
    return corner;
}

void measureCorners(const PagePlanes& planes, const Sheet& sheet, record::PageMeasurement& into) {
    // On a card a fold is no longer than the card: what lies behind its other border is no corner.
    const double reach = std::min(
        {kCornerReachMm, static_cast<double>(sheet.box.w) / static_cast<double>(planes.dpiX) * 25.4,
         static_cast<double>(sheet.box.h) / static_cast<double>(planes.dpiY) * 25.4});
    std::optional<Corner> worst;
    for (const SheetSide level : {SheetSide::Top, SheetSide::Bottom}) {
        for (const SheetSide upright : {SheetSide::Left, SheetSide::Right}) {
            if (!sheet.border(level) || !sheet.border(upright)) {
                continue;
            }
            const Corner corner =
                missingAt(planes, sheet.mask, *sheet.border(level), *sheet.border(upright),
                          upright == SheetSide::Right, level == SheetSide::Bottom, reach);
            if (!worst || corner.milliMm2 > worst->milliMm2) {
                worst = corner;
            }
        }
    }
    if (worst && worst->milliMm2 > 0) {
        into.add(Quantity::CornerMissingMilliMm2, worst->milliMm2,
                 record::areaOf(planes.toFull(worst->small), planes.dpiX, planes.dpiY));
    } else if (worst) {
        into.add(Quantity::CornerMissingMilliMm2, 0);
    }
}

} // namespace

BorderSkew skewOfBorders(const Sheet& sheet) {
    BorderSkew skew;
    const std::vector<Angle> angles = anglesOf(sheet);
    if (angles.empty()) {
        return skew;
    }
    const auto longest =
        std::max_element(angles.begin(), angles.end(),
                         [](const Angle& a, const Angle& b) { return a.length < b.length; });
    double sum = 0;
    double length = 0;
    std::size_t agreeing = 0;
    for (const Angle& angle : angles) {
        if (std::abs(angle.degrees - longest->degrees) <= kAgreeDegrees) {
            sum += angle.degrees * angle.length;
            length += angle.length;
            ++agreeing;
        }
    }
    (agreeing >= 2 ? skew.agreed : skew.single) = sum / length;
    return skew;
}

void measureSheet(const PagePlanes& planes, const Sheet& sheet, record::PageMeasurement& into) {
    if (!sheet.bounded()) {
        return;
    }
    if (sheet.reported || sidesUnderstood(sheet)) {
        measureSize(planes, sheet, into);
    }
    into.add(Quantity::SheetTouchesTopPermille, sheet.touchesPermille[0]);
    into.add(Quantity::SheetTouchesBottomPermille, sheet.touchesPermille[1]);
    into.add(Quantity::SheetTouchesLeftPermille, sheet.touchesPermille[2]);
    into.add(Quantity::SheetTouchesRightPermille, sheet.touchesPermille[3]);
    if (sheet.seen) {
        measureCorners(planes, sheet, into);
    }
}

} // namespace seihon::imaging
