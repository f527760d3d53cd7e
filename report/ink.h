#pragma once

#include "report/canvas.h"
#include "report/dice.h"

#include <string>

namespace seihon::report {

// Everything on a letter that is not print: what a hand wrote, and what a seal or a stamp left.

struct Hand {
    double points = 12;
    Colour colour{0.33, 0.33, 0.35};
    double slant = 3;      // degrees anticlockwise
    double thinning = 0.1; // millimetres taken off the strokes
    double grain = 0.35;   // 0: ink; near 1: worn pencil
};

inline constexpr Colour kBlueBlack{0.10, 0.13, 0.33};
inline constexpr Colour kVermilion{0.82, 0.16, 0.13};
inline constexpr Colour kStampViolet{0.29, 0.22, 0.58};

void handwriting(Canvas& canvas, Dice& dice, Point at, const std::string& words, const Hand& hand);

// A doctor's round name seal (認印), the name from top to bottom.
void roundSeal(Canvas& canvas, Dice& dice, Point centre, const std::string& name);

// A house's square seal (角印) with nine characters in three columns, read from the right.
void squareSeal(Canvas& canvas, Dice& dice, Point centre, const std::string& nineCharacters);

struct StampWords {
    std::string date, house, office;
};

// The counter's date stamp: "受付" above the date, house and office below it.
void dateStamp(Canvas& canvas, Dice& dice, Point centre, const StampWords& words);

} // namespace seihon::report
