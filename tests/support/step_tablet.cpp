#include "support/step_tablet.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace seihon::test {

namespace {

constexpr double kMargin =
    10'000; // micrometres from the tablet's corner to the first mark's middle
constexpr double kBase = 0.15, kOpaque = 4.6;
constexpr int kFine = 4; // samples a pixel in each direction

class FilmNoise {
  public:
    explicit FilmNoise(std::uint64_t seed) : m_state(seed * 0x9e3779b97f4a7c15u + 1) {}
    // About normal, deviation 1.
    double next() {
        double sum = 0;
        for (int i = 0; i < 12; ++i) {
            m_state = m_state * 6364136223846793005u + 1442695040888963407u;
            sum += static_cast<double>(m_state >> 33) / static_cast<double>(1u << 31);
        }
        return sum - 6;
    }

  private:
    std::uint64_t m_state;
};

double densityAt(const record::FilmTablet& tablet, double x, double y) {
    const double turn =
        static_cast<double>(tablet.markTurnMilliDegrees) / 1000 * std::numbers::pi / 180;
    const double half = static_cast<double>(tablet.markSide) / 2;
    for (const double markX : {0.0, static_cast<double>(tablet.marksAcross)}) {
        for (const double markY : {0.0, static_cast<double>(tablet.marksDown)}) {
            const double dx = x - markX;
            const double dy = y - markY;
            const double u = dx * std::cos(turn) + dy * std::sin(turn);
            const double v = -dx * std::sin(turn) + dy * std::cos(turn);
            if (std::abs(u) < half && std::abs(v) < half) {
                return kOpaque;
            }
        }
    }
    for (const record::TabletStep& step : tablet.steps) {
        if (std::abs(x - static_cast<double>(step.x)) < static_cast<double>(step.w) / 2 &&
            std::abs(y - static_cast<double>(step.y)) < static_cast<double>(step.h) / 2) {
            return static_cast<double>(step.density) / 1000;
        }
    }
    return kBase;
}

std::uint16_t countOf(const FilmDevice& device, double light, FilmNoise& noise) {
    double count = 0;
    if (device.linear) {
        count = 65'535 * light / std::pow(10, -device.clearest);
    } else {
        const double density = -std::log10(std::max(light, 1e-9));
        count = 65'535 * (device.densest - density) / (device.densest - device.clearest);
    }
    count = std::clamp(count + device.noise * noise.next(), 0.0, 65'535.0);
    const auto whole = static_cast<unsigned>(std::lround(count));
    const unsigned kept = whole >> (16 - device.bits);
    unsigned out = kept << (16 - device.bits);
    for (int filled = device.bits; filled < 16; filled += device.bits) {
        out |= filled * 2 >= 16 ? kept >> (device.bits + filled - 16)
                                : kept << (16 - device.bits - filled);
    }
    return static_cast<std::uint16_t>(out & 0xffff);
}

std::vector<double> blurred(const std::vector<double>& light, std::int64_t width,
                            std::int64_t height, const FilmDevice& device) {
    std::vector<double> out = light;
    const auto pass = [&](int length, std::int64_t stepX, std::int64_t stepY) {
        if (length < 2) {
            return;
        }
        const std::vector<double> in = out;
        for (std::int64_t y = 0; y < height; ++y) {
            for (std::int64_t x = 0; x < width; ++x) {
                double sum = 0;
                for (int i = 0; i < length; ++i) {
                    const std::int64_t u =
                        std::clamp<std::int64_t>(x + stepX * (i - length / 2), 0, width - 1);
                    const std::int64_t v =
                        std::clamp<std::int64_t>(y + stepY * (i - length / 2), 0, height - 1);
                    sum += in[static_cast<std::size_t>(v * width + u)];
                }
                out[static_cast<std::size_t>(y * width + x)] = sum / length;
            }
        }
    };
    pass(device.blurAcross, 1, 0);
    pass(device.blurDown, 0, 1);
    return out;
}

record::PageImage imageOf(const FilmDevice& device, std::int64_t width, std::int64_t height,
                          const std::vector<double>& light, unsigned seed) {
    record::PageImage image;
    image.width = width;
    image.height = height;
    image.channels = 1;
    image.bitsPerSample = 16;
    image.dpiX = image.dpiY = device.dpi;
    image.stride = image.rowBytes();
    image.bytes.resize(static_cast<std::size_t>(image.stride * height));
    FilmNoise noise(seed);
    for (std::size_t i = 0; i < light.size(); ++i) {
        const std::uint16_t value = countOf(device, light[i], noise);
        image.bytes[2 * i] = static_cast<std::uint8_t>(value & 0xff); // host order
        image.bytes[2 * i + 1] = static_cast<std::uint8_t>(value >> 8);
    }
    return image;
}

} // namespace

record::FilmTablet sampleTablet() {
    record::FilmTablet tablet;
    tablet.id = "T-1";
    tablet.certifiedBy = "Test metrology";
    tablet.certifiedUntil = record::parseInstant("2099-12-31T00:00:00.000Z");
    tablet.marksAcross = 70'000;
    tablet.marksDown = 50'000;
    tablet.markSide = 8'000;
    for (std::int64_t i = 0; i < 16; ++i) {
        tablet.steps.push_back(
            {200 + 240 * i, 10'500 + 7'000 * (i % 8), i < 8 ? 15'000 : 33'000, 6'500, 12'000});
    }
    tablet.digest = record::sha256(certificateOf(tablet));
    return tablet;
}

std::string certificateOf(const record::FilmTablet& tablet) {
    const auto thousandths = [](std::int64_t value) {
        const std::string digits = std::to_string(1000 + value % 1000).substr(1);
        return std::to_string(value / 1000) + "." + digits;
    };
    std::string text = "[tablet]\nid = \"" + tablet.id + "\"\ncertified_by = \"" +
                       tablet.certifiedBy +
                       "\"\ncertified_until = " + record::formatInstant(tablet.certifiedUntil) +
                       "\nmarks_across_mm = " + thousandths(tablet.marksAcross) +
                       "\nmarks_down_mm = " + thousandths(tablet.marksDown) +
                       "\nmark_side_mm = " + thousandths(tablet.markSide) +
                       "\nmark_turn_degrees = " + thousandths(tablet.markTurnMilliDegrees) + "\n";
    for (const record::TabletStep& step : tablet.steps) {
        text += "\n[[step]]\ndensity = " + thousandths(step.density) +
                "\nx_mm = " + thousandths(step.x) + "\ny_mm = " + thousandths(step.y) +
                "\nwidth_mm = " + thousandths(step.w) + "\nheight_mm = " + thousandths(step.h) +
                "\n";
    }
    return text;
}

record::PageImage scanOfTablet(const record::FilmTablet& tablet, const FilmDevice& device) {
    const double perUm = static_cast<double>(device.dpi) / 25'400;
    const auto width = static_cast<std::int64_t>(
        (static_cast<double>(tablet.marksAcross) + 2 * kMargin) * perUm * device.stretchAcross);
    const auto height = static_cast<std::int64_t>(
        (static_cast<double>(tablet.marksDown) + 2 * kMargin) * perUm * device.stretchDown);
    const double turn = device.turnedDegrees * std::numbers::pi / 180;
    std::vector<double> light(static_cast<std::size_t>(width * height));
    for (std::int64_t y = 0; y < height; ++y) {
        for (std::int64_t x = 0; x < width; ++x) {
            double sum = 0;
            for (int i = 0; i < kFine * kFine; ++i) {
                const double px = static_cast<double>(x) + (i % kFine + 0.5) / kFine;
                const double py = static_cast<double>(y) + (i / kFine + 0.5) / kFine;
                const double u = px / perUm / device.stretchAcross;
                const double v = py / perUm / device.stretchDown;
                const double mmX = u * std::cos(turn) + v * std::sin(turn) - kMargin;
                const double mmY = -u * std::sin(turn) + v * std::cos(turn) - kMargin;
                sum += std::pow(10, -densityAt(tablet, mmX, mmY));
            }
            light[static_cast<std::size_t>(y * width + x)] = sum / (kFine * kFine);
        }
    }
    return imageOf(device, width, height, blurred(light, width, height, device), 7);
}

record::PageImage sampleFilm(const FilmDevice& device, std::int64_t width, std::int64_t height,
                             unsigned seed) {
    std::vector<double> light(static_cast<std::size_t>(width * height));
    for (std::int64_t y = 0; y < height; ++y) {
        for (std::int64_t x = 0; x < width; ++x) {
            double density = 0.3 + 2.8 * static_cast<double>(x) / static_cast<double>(width);
            if (x > width / 20 && x < width / 10 && y > height / 20 && y < height / 4) {
                density = 0.2; // the side marker of lead
            }
            light[static_cast<std::size_t>(y * width + x)] = std::pow(10, -density);
        }
    }
    return imageOf(device, width, height, light, seed);
}

} // namespace seihon::test
