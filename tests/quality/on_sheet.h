#pragma once

#include "report/canvas.h"
#include "report/dice.h"
#include "tests/quality/paper_stock.h"

#include <opencv2/core.hpp>

// What happens to the paper itself. Places are millimetres on the sheet.
namespace seihon::quality {

// The scanner's lamps stand before or behind the sensor line: an edge that looks away from the lamp
// throws a shadow along the feed.
struct Lamps {
    double direction = 1;   // +1: shadows fall towards the end of the page
    double strength = 0.25; // share of the light that is missing at the edge
    double reachMm = 0.3;   // of the shadow: how far the edge stands off
    bool both = false;      // two lamps: both sides, weaker
};

struct Piece {
    cv::Mat rgb;
    report::Point centre;
    double degrees = 0; // clockwise
};

// Lays a piece of paper on the sheet. Gives its bounding box.
Place layOn(cv::Mat& sheet, const Piece& piece, const Lamps& lamps);

// Print drawn apart, at kDpi on white, put into the sheet: ink multiplies.
void printInto(cv::Mat& sheet, report::Canvas& print, report::Point at);

struct Fold {
    int corner = 0; // 0 top left, then clockwise
    double alongX = 20, alongY = 20;
    bool behind = false; // else the flap lies on the page
};
// The corner is gone: `backing` is seen there. Gives the place of the missing triangle.
Place foldCorner(cv::Mat& sheet, const Fold& fold, const Lamps& lamps, const cv::Scalar& backing);

// Paper that was used: creases of the envelope, stains, a staple, punch holes, tape. Part of the
// original, and nothing to complain of.
struct Wear {
    bool creases = false, stain = false, staple = false, holes = false, tape = false;
};
Wear drawWear(report::Dice& dice);
std::string nameOf(const Wear& wear);
void addWear(cv::Mat& sheet, const Wear& wear, report::Dice& dice, const cv::Scalar& backing);

// The other side shines through: mirrored, soft, `share` of its contrast.
void showThrough(cv::Mat& sheet, const cv::Mat& other, double share);

} // namespace seihon::quality
