#include "tests/quality/scanner.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace seihon::quality {

namespace {

using report::Dice;

constexpr int kGainBits = 15;

cv::Mat sheetToFrame(const cv::Size& sheet, const Pose& pose, double dpi) {
    const double scale = dpi / kDpi, pixelsPerMm = dpi / 25.4;
    cv::Mat move = cv::getRotationMatrix2D(
        {static_cast<float>(sheet.width) / 2, static_cast<float>(sheet.height) / 2}, -pose.degrees,
        scale);
    move.at<double>(0, 2) += pose.centre.x * pixelsPerMm - sheet.width / 2.0;
    move.at<double>(1, 2) += pose.centre.y * pixelsPerMm - sheet.height / 2.0;
    return move;
}

// The sheet stands off the backing: its edge throws a shadow there, which only a pale backing
// shows.
void shadowOnBacking(cv::Mat& frame, const cv::Mat& move, const cv::Size& sheet,
                     const Scanner& scanner, double dpi) {
    std::vector<cv::Point2d> corners{
        {0, 0},
        {static_cast<double>(sheet.width), 0},
        {static_cast<double>(sheet.width), static_cast<double>(sheet.height)},
        {0, static_cast<double>(sheet.height)}};
    cv::transform(corners, corners, move);
    std::vector<cv::Point> fixed;
    for (const cv::Point2d& corner : corners) {
        fixed.emplace_back(cvRound(corner.x * 16), cvRound(corner.y * 16));
    }
    cv::Mat mask(frame.size(), CV_8U, cv::Scalar(0)), shade;
    cv::fillConvexPoly(mask, fixed, 255, cv::LINE_8, 4);
    const double reach = scanner.lamps.reachMm * dpi / 25.4;
    const Lamps& lamps = scanner.lamps;
    cv::GaussianBlur(mask, shade, {}, 1 + reach, 1 + reach);
    const int shift = cvRound(lamps.direction * reach);
    for (int y = 0; y < frame.rows; ++y) {
        const int from = std::clamp(lamps.both ? y : y - shift, 0, frame.rows - 1);
        const std::uint8_t* covered = mask.ptr(y);
        const std::uint8_t* missing = shade.ptr(from);
        std::uint8_t* row = frame.ptr(y);
        for (int x = 0; x < frame.cols; ++x) {
            if (covered[x] != 0 || missing[x] == 0) {
                continue;
            }
            const double light = 1 - lamps.strength * missing[x] / 255;
            for (int c = 0; c < 3; ++c) {
                row[3 * x + c] = static_cast<std::uint8_t>(row[3 * x + c] * light + 0.5);
            }
        }
    }
}

// Tones and noise are counted in sixteenths of a step.
struct Tables {
    std::array<std::array<std::uint16_t, 256>, 3> tone;
    std::int16_t noiseDark = 0, noiseMore = 0; // at black, and what white adds; deviation
};

Tables tablesOf(const Scanner& scanner) {
    Tables tables{};
    for (int v = 0; v < 256; ++v) {
        for (std::size_t c = 0; c < 3; ++c) {
            const double light = std::pow(v / 255.0, scanner.gamma) * scanner.gain[c];
            const double tone = 255 * light * (1 - scanner.blackLift) + 255 * scanner.blackLift;
            tables.tone[c][static_cast<std::size_t>(v)] =
                static_cast<std::uint16_t>(std::lround(std::min(tone, 500.0) * 16));
        }
    }
    tables.noiseDark = static_cast<std::int16_t>(std::lround(16 * scanner.noiseDark));
    tables.noiseMore =
        static_cast<std::int16_t>(std::lround(16 * (scanner.noiseLight - scanner.noiseDark)));
    return tables;
}

using Gains = std::vector<std::uint16_t>; // per column and channel, kGainBits

std::uint16_t fixedGain(double gain) {
    return static_cast<std::uint16_t>(std::lround(std::clamp(gain, 0.0, 1.99) * (1 << kGainBits)));
}

double shadowGain(const EdgeShadow& shadow, double distanceMm) {
    const double t = std::max(0.0, 1 - distanceMm / shadow.reachMm);
    return 1 - shadow.depth * t * t * (3 - 2 * t);
}

Gains columnGains(const Scanner& scanner, int width, double dpi) {
    Dice dice(scanner.columnSeed);
    Gains gains(static_cast<std::size_t>(width) * 3);
    const double phase = dice.between(0, 6), sag = dice.between(-0.008, 0.008);
    for (int x = 0; x < width; ++x) {
        const double slow = 1 + sag * std::sin(phase + x * 0.0021);
        double edge = 1;
        if (scanner.shadow.side == 0 || scanner.shadow.side == 2) {
            const int distance = scanner.shadow.side == 0 ? x : width - 1 - x;
            edge = shadowGain(scanner.shadow, distance * 25.4 / dpi);
        }
        for (std::size_t c = 0; c < 3; ++c) {
            gains[static_cast<std::size_t>(x) * 3 + c] =
                fixedGain(slow * edge * (1 + scanner.columnGain * dice.normal()));
        }
    }
    return gains;
}

void applyStreak(Gains& gains, const Streak& streak, double dpi) {
    const auto first = static_cast<std::ptrdiff_t>(streak.xMm * dpi / 25.4);
    for (std::ptrdiff_t x = first; x < first + streak.widthPixels; ++x) {
        for (std::size_t c = 0; c < 3; ++c) {
            const std::size_t at = static_cast<std::size_t>(x) * 3 + c;
            if (x >= 0 && at < gains.size()) {
                gains[at] =
                    static_cast<std::uint16_t>(std::min(65535.0, gains[at] * streak.gain[c]));
            }
        }
    }
}

// The noise square repeats; a page begins anywhere in it.
struct NoiseRow {
    const std::int8_t* values;
    int x;
};

std::uint16_t highHalf(std::uint16_t a, std::uint16_t b) {
    return static_cast<std::uint16_t>((static_cast<std::uint32_t>(a) * b) >> 16);
}

// Written so that the compiler works on eight samples at a time.
void addNoise(const std::uint8_t* in, std::uint16_t* tone, const std::int8_t* grain, int count,
              const Tables& tables) {
    constexpr std::int32_t kPerUnit = (1 << 16) / NoiseSquares::kNoiseUnit + 1;
    for (int i = 0; i < count; ++i) {
        const auto deviation =
            static_cast<std::int16_t>(tables.noiseDark + ((tables.noiseMore * in[i]) >> 8));
        const auto raw = static_cast<std::int16_t>(grain[i] * deviation);
        const std::int32_t noise = (raw * kPerUnit) >> 16;
        tone[i] = static_cast<std::uint16_t>(std::max(0, tone[i] + noise + 8));
    }
}

void readRow(const std::uint8_t* in, std::uint8_t* out, const Gains& gains, const Tables& tables,
             NoiseRow noise) {
    const int samples = static_cast<int>(gains.size());
    std::vector<std::uint16_t> tone(gains.size());
    for (int i = 0; i < samples; i += 3) {
        for (std::size_t c = 0; c < 3; ++c) {
            const std::size_t at = static_cast<std::size_t>(i) + c;
            tone[at] = static_cast<std::uint16_t>(tables.tone[c][in[at]] << 1);
        }
    }
    const std::uint16_t* gain = gains.data();
    std::uint16_t* tones = tone.data();
    for (int i = 0; i < samples; ++i) {
        tones[i] = highHalf(tones[i], gain[i]);
    }
    for (int i = 0, x = noise.x; i < samples; x = 0) {
        const int run = std::min(samples - i, 3 * (NoiseSquares::kSide - x));
        addNoise(in + i, tones + i, noise.values + 3 * x, run, tables);
        i += run;
    }
    for (int i = 0; i < samples; ++i) {
        out[i] = static_cast<std::uint8_t>(std::min(tones[i] >> 4, 255));
    }
}

Gains dimmed(const Gains& gains, double by) {
    Gains result = gains;
    const std::uint16_t factor = fixedGain(by);
    for (std::uint16_t& gain : result) {
        gain = static_cast<std::uint16_t>(highHalf(gain, factor) << 1);
    }
    return result;
}

} // namespace

NoiseSquares::NoiseSquares() {
    // Lag-1 correlation of the sensor's own noise in x and in y: crosstalk and read-out.
    constexpr std::array<std::array<double, 2>, 3> kCoupling{
        {{0.0, 0.0}, {0.04, 0.02}, {0.08, 0.05}}};
    for (std::size_t i = 0; i < m_squares.size(); ++i) {
        cv::RNG rng(0x4E6F697365u + i);
        cv::Mat noise(kSide, kSide, CV_32FC3);
        rng.fill(noise, cv::RNG::NORMAL, 0, 1);
        cv::Mat common(kSide, kSide, CV_32FC1);
        rng.fill(common, cv::RNG::NORMAL, 0, 0.6);
        cv::cvtColor(common, common, cv::COLOR_GRAY2RGB);
        noise = noise * 0.8 + common; // the three lines share their lamp
        const auto coupled = [](double k) {
            const double scale = 1 / std::sqrt(1 + 2 * k * k);
            return std::vector<double>{k * scale, scale, k * scale};
        };
        cv::sepFilter2D(noise, noise, -1, coupled(kCoupling[i][0]), coupled(kCoupling[i][1]));
        noise.convertTo(m_squares[i], CV_8SC3, kNoiseUnit);
    }
}

Scanner drawScanner(Dice& dice, Backing backing) {
    Scanner scanner;
    scanner.backingKind = backing;
    const double tone = backing == Backing::Dark   ? dice.between(18, 60)
                        : backing == Backing::Grey ? dice.between(95, 165)
                                                   : dice.between(232, 250);
    scanner.backing = {tone, tone + dice.between(-2, 2), tone + dice.between(-3, 3)};
    scanner.lamps.direction = dice.chance(0.5) ? 1 : -1;
    scanner.lamps.both = dice.chance(0.45);
    scanner.lamps.strength = dice.between(0.08, 0.40);
    scanner.lamps.reachMm = dice.between(0.12, 0.55);
    scanner.blurX = dice.between(0.45, 0.8);
    scanner.blurY = scanner.blurX * dice.between(0.85, 1.2);
    const double exposure = dice.between(0.90, 0.995);
    for (double& gain : scanner.gain) {
        gain = exposure * dice.between(0.99, 1.005);
    }
    scanner.gamma = dice.between(0.9, 1.15);
    scanner.blackLift = dice.between(0.0, 0.05);
    scanner.noiseDark = dice.between(0.5, 1.0);
    scanner.noiseLight = dice.between(1.1, 2.4);
    scanner.noiseSquare = dice.whole(0, 2);
    scanner.columnGain = dice.between(0.0005, 0.003);
    scanner.columnSeed = dice.next();
    return scanner;
}

cv::Mat throughOptics(const cv::Mat& sheet, const Pose& pose, const Scanner& scanner, double dpi) {
    const cv::Size size(static_cast<int>(std::lround(pose.frameWidthMm * dpi / 25.4)),
                        static_cast<int>(std::lround(pose.frameHeightMm * dpi / 25.4)));
    const cv::Mat move = sheetToFrame(sheet.size(), pose, dpi);
    cv::Mat source = sheet;
    if (dpi < kDpi) {
        // A coarser sensor: its pixels are wider, and its lens blurs before they sample.
        cv::GaussianBlur(sheet, source, {}, 0.42 * kDpi / dpi);
    }
    cv::Mat frame;
    cv::warpAffine(source, frame, move, size, cv::INTER_LINEAR, cv::BORDER_CONSTANT,
                   scanner.backing);
    if (scanner.backingKind != Backing::Dark) {
        shadowOnBacking(frame, move, sheet.size(), scanner, dpi);
    }
    const auto kernel = [](double sigma) {
        return 2 * static_cast<int>(std::ceil(3 * sigma)) + 1;
    };
    cv::GaussianBlur(frame, frame, {kernel(scanner.blurX), kernel(scanner.blurY)}, scanner.blurX,
                     scanner.blurY);
    return frame;
}

record::PageImage readOut(const cv::Mat& light, const Scanner& scanner, const NoiseSquares& noise,
                          Dice& dice, std::int64_t dpi) {
    record::PageImage image;
    image.width = light.cols;
    image.height = light.rows;
    image.stride = image.rowBytes();
    image.dpiX = image.dpiY = dpi;
    image.bytes.resize(static_cast<std::size_t>(image.stride * image.height));
    const Tables tables = tablesOf(scanner);
    const double scanDpi = static_cast<double>(dpi);
    const Gains clean = columnGains(scanner, light.cols, scanDpi);
    const cv::Mat& square = noise.square(scanner.noiseSquare);
    const int left = dice.whole(0, NoiseSquares::kSide - 1);
    const int top = dice.whole(0, NoiseSquares::kSide - 1);
    Gains streaked = clean;
    std::vector<bool> active(scanner.streaks.size(), false);
    for (int y = 0; y < light.rows; ++y) {
        const double mm = y * 25.4 / scanDpi;
        for (std::size_t i = 0; i < scanner.streaks.size(); ++i) {
            const bool now = mm >= scanner.streaks[i].fromMm && mm < scanner.streaks[i].toMm;
            if (now != active[i]) {
                active[i] = now;
                streaked = clean;
                for (std::size_t k = 0; k < active.size(); ++k) {
                    if (active[k]) {
                        applyStreak(streaked, scanner.streaks[k], scanDpi);
                    }
                }
            }
        }
        const NoiseRow grain{square.ptr<std::int8_t>((top + y) % NoiseSquares::kSide), left};
        if (scanner.shadow.side == 1 || scanner.shadow.side == 3) {
            const int distance = scanner.shadow.side == 1 ? y : light.rows - 1 - y;
            const double gain = shadowGain(scanner.shadow, distance * 25.4 / scanDpi);
            readRow(light.ptr(y), image.row(y), dimmed(streaked, gain), tables, grain);
        } else {
            readRow(light.ptr(y), image.row(y), streaked, tables, grain);
        }
    }
    return image;
}

Place inFrame(const Place& box, report::SizeMm size, const Pose& pose) {
    const double angle = pose.degrees * std::numbers::pi / 180;
    double left = 1e9, right = -1e9, top = 1e9, bottom = -1e9;
    for (const double x : {box.x, box.x + box.w}) {
        for (const double y : {box.y, box.y + box.h}) {
            const double dx = x - size.width / 2, dy = y - size.height / 2;
            const double u = pose.centre.x + dx * std::cos(angle) - dy * std::sin(angle);
            const double v = pose.centre.y + dx * std::sin(angle) + dy * std::cos(angle);
            left = std::min(left, u);
            right = std::max(right, u);
            top = std::min(top, v);
            bottom = std::max(bottom, v);
        }
    }
    return {left, top, right - left, bottom - top};
}

Place placeOfSheet(report::SizeMm size, const Pose& pose) {
    return inFrame({0, 0, size.width, size.height}, size, pose);
}

} // namespace seihon::quality
