#pragma once

#include <opencv2/core.hpp>

#include <random>

namespace seihon::imaging::test {

// Paper lying on the sheet: a note, a flap, a second sheet. Beyond the edge that is turned away
// from the lamp it throws a shadow, deep at the edge and fading; along the other edges there is
// next to none.
struct Overlay {
    double xMm = 30, yMm = 40, widthMm = 76, heightMm = 76;
    double turnDegrees = 1.5;
    cv::Scalar paper{244, 243, 238};
    double shadowDepth = 0.15;         // of the tone
    double shadowTailMm = 0.8;         // fades to 1/e within
    double shadowX = 0.3, shadowY = 1; // where the shadow falls; the length does not matter
    int textLines = 3;
    unsigned seed = 3;
};
void layOn(cv::Mat& sheet, double pixelsPerMm, const Overlay& overlay);

// A letter was folded here: dark on one side, bright on the other, fading both ways.
void crease(cv::Mat& sheet, double pixelsPerMm, double yMm, double strength);

// Pale print that must not pass for paper: filled bands of a table, a ruled notebook, chart paper.
void shadeBands(cv::Mat& sheet, double pixelsPerMm, double tone);
void rulePale(cv::Mat& sheet, double pixelsPerMm, const cv::Scalar& colour, double pitchMm);

// The print of the other side, as much of it as thin paper lets through.
void showThrough(cv::Mat& sheet, double pixelsPerMm, double share, unsigned seed);

// Dust on the glass: one column of the sensor, over the whole frame, plate included.
void dustStreak(cv::Mat& scan, int column, int width, double factor);

} // namespace seihon::imaging::test
