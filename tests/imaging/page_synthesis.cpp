#include "tests/imaging/page_synthesis.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <random>
#include <string>
#include <vector>

namespace seihon::imaging::test {

using record::PageImage;

namespace {

std::uint16_t sampleOf(Texture texture, std::int64_t x, std::int64_t y, std::mt19937& random) {
    switch (texture) {
    case Texture::Flat:
        return 0xC8C8;
    case Texture::Gradient:
        return static_cast<std::uint16_t>(x * 331 + y * 57);
    case Texture::Noise:
        return static_cast<std::uint16_t>(random());
    case Texture::ScanLike:
        return static_cast<std::uint16_t>(0xF000 + random() % 0x400 -
                                          ((x / 9 + y / 7) % 5 == 0 ? 0x9000 : 0));
    case Texture::MostlyWhite:
        return static_cast<std::uint16_t>(random() % 40 == 0 ? random() : 0xFFFF);
    }
    return 0;
}

std::string wordsOf(std::mt19937& random, int letters) {
    std::string text;
    for (int i = 0; i < letters; ++i) {
        text += random() % 6 == 0 ? ' ' : static_cast<char>('A' + random() % 26);
    }
    return text;
}

// Lines of letters of about 3 mm, and two ruling lines.
cv::Mat drawSheet(const PageRecipe& recipe, double pixelsPerMm) {
    const cv::Size size(static_cast<int>(std::lround(recipe.sheetWidthMm * pixelsPerMm)),
                        static_cast<int>(std::lround(recipe.sheetHeightMm * pixelsPerMm)));
    cv::Mat sheet(recipe.vertical ? cv::Size(size.height, size.width) : size, CV_8UC3,
                  recipe.paper);
    std::mt19937 random(recipe.seed);
    const double scale = 3.0 * pixelsPerMm / 22.0;
    const int thickness = std::max(1, static_cast<int>(std::lround(0.35 * pixelsPerMm)));
    const auto at = [&](double mm) {
        return static_cast<int>(std::lround(mm * pixelsPerMm));
    };
    for (int line = 0; line < recipe.textLines; ++line) {
        const std::string words =
            wordsOf(random, static_cast<int>(sheet.cols / (4.2 * pixelsPerMm)));
        cv::putText(sheet, words, cv::Point(at(12), at(18 + 8 * line)), cv::FONT_HERSHEY_SIMPLEX,
                    scale, cv::Scalar(30, 30, 40), thickness, cv::LINE_AA);
    }
    if (recipe.textLines > 1) {
        cv::line(sheet, {at(10), at(9)}, {sheet.cols - at(10), at(9)}, cv::Scalar(40, 40, 40),
                 thickness);
        cv::line(sheet, {at(10), at(9)}, {at(10), sheet.rows - at(10)}, cv::Scalar(40, 40, 40),
                 thickness);
    }
    if (recipe.vertical) {
        cv::rotate(sheet, sheet, cv::ROTATE_90_CLOCKWISE);
    }
    return sheet;
}

void addNoise(cv::Mat& rgb, double deviation, unsigned seed) {
    cv::Mat noise(rgb.size(), CV_32FC3);
    cv::RNG random(seed);
    random.fill(noise, cv::RNG::NORMAL, 0.0, deviation);
    cv::Mat exact;
    rgb.convertTo(exact, CV_32FC3);
    exact += noise;
    exact.convertTo(rgb, CV_8UC3);
}

} // namespace

PageImage makeImage(ImageShape shape, Texture texture, unsigned seed) {
    PageImage image;
    image.width = shape.width;
    image.height = shape.height;
    image.channels = shape.channels;
    image.bitsPerSample = shape.bits;
    image.dpiX = 300;
    image.dpiY = 200;
    image.stride = image.rowBytes() + 5; // padding must never reach a file
    image.bytes.assign(static_cast<std::size_t>(image.stride * image.height), 0xA5);
    std::mt19937 random(seed);
    for (std::int64_t y = 0; y < image.height; ++y) {
        for (std::int64_t at = 0; at < image.rowBytes(); ++at) {
            const std::int64_t sample = shape.bits == 16 ? at / 2 : at;
            const std::uint16_t value = sampleOf(texture, sample / shape.channels, y, random);
            image.row(y)[at] =
                static_cast<std::uint8_t>(at % 2 == 0 && shape.bits == 16 ? value : value >> 8);
        }
    }
    return image;
}

cv::Mat drawPage(const PageRecipe& recipe) {
    const double pixelsPerMm = static_cast<double>(recipe.dpi) / 25.4;
    cv::Mat sheet = drawSheet(recipe, pixelsPerMm);
    if (recipe.onSheet) {
        recipe.onSheet(sheet, pixelsPerMm);
    }
    cv::Mat page;
    if (recipe.backing) {
        const cv::Size frame(static_cast<int>(std::lround(recipe.frameWidthMm * pixelsPerMm)),
                             static_cast<int>(std::lround(recipe.frameHeightMm * pixelsPerMm)));
        page = cv::Mat(frame, CV_8UC3, cv::Scalar::all(recipe.backingTone));
        // Positive angles of OpenCV turn against the clock.
        const cv::Point2f middle(static_cast<float>(sheet.cols) / 2,
                                 static_cast<float>(sheet.rows) / 2);
        cv::Mat place = cv::getRotationMatrix2D(middle, -recipe.turnDegrees, 1.0);
        place.at<double>(0, 2) += std::round(recipe.offsetXMm * pixelsPerMm);
        place.at<double>(1, 2) += std::round(recipe.offsetYMm * pixelsPerMm);
        cv::warpAffine(sheet, page, place, frame, cv::INTER_LINEAR, cv::BORDER_CONSTANT,
                       cv::Scalar::all(recipe.backingTone));
    } else {
        page = sheet;
    }
    if (recipe.opticsSigma > 0) {
        cv::GaussianBlur(page, page, {}, recipe.opticsSigma);
    }
    if (recipe.noise > 0) {
        addNoise(page, recipe.noise, recipe.seed);
    }
    if (recipe.onScan) {
        recipe.onScan(page);
    }
    return page;
}

PageImage makePage(const PageRecipe& recipe) {
    const cv::Mat page = drawPage(recipe);
    return toPage(page, recipe.dpi);
}

PageImage toPage(const cv::Mat& rgb, std::int64_t dpi) {
    PageImage image;
    image.width = rgb.cols;
    image.height = rgb.rows;
    image.dpiX = image.dpiY = dpi;
    image.stride = image.rowBytes();
    image.bytes.resize(static_cast<std::size_t>(image.stride * image.height));
    for (int y = 0; y < rgb.rows; ++y) {
        std::memcpy(image.row(y), rgb.ptr(y), static_cast<std::size_t>(image.stride));
    }
    return image;
}

cv::Mat toMat(const PageImage& image) {
    cv::Mat rgb(static_cast<int>(image.height), static_cast<int>(image.width), CV_8UC3);
    for (int y = 0; y < rgb.rows; ++y) {
        std::memcpy(rgb.ptr(y), image.row(y), static_cast<std::size_t>(image.rowBytes()));
    }
    return rgb;
}

PageImage toGrey(const PageImage& rgb) {
    PageImage grey;
    grey.width = rgb.width;
    grey.height = rgb.height;
    grey.channels = 1;
    grey.dpiX = rgb.dpiX;
    grey.dpiY = rgb.dpiY;
    grey.stride = grey.rowBytes();
    grey.bytes.resize(static_cast<std::size_t>(grey.stride * grey.height));
    for (std::int64_t y = 0; y < grey.height; ++y) {
        for (std::int64_t x = 0; x < grey.width; ++x) {
            grey.row(y)[x] = rgb.row(y)[3 * x + 1];
        }
    }
    return grey;
}

PageImage toSixteenBit(const PageImage& image) {
    PageImage deep;
    deep.width = image.width;
    deep.height = image.height;
    deep.channels = image.channels;
    deep.bitsPerSample = 16;
    deep.dpiX = image.dpiX;
    deep.dpiY = image.dpiY;
    deep.stride = deep.rowBytes();
    deep.bytes.resize(static_cast<std::size_t>(deep.stride * deep.height));
    for (std::int64_t y = 0; y < deep.height; ++y) {
        for (std::int64_t i = 0; i < image.rowBytes(); ++i) {
            deep.row(y)[2 * i] =
                static_cast<std::uint8_t>(37 * i + y); // below the eight bits that count
            deep.row(y)[2 * i + 1] = image.row(y)[i];
        }
    }
    return deep;
}

PageImage toLineArt(const PageImage& rgb, int threshold) {
    PageImage art;
    art.width = rgb.width;
    art.height = rgb.height;
    art.channels = 1;
    art.bitsPerSample = 1;
    art.dpiX = rgb.dpiX;
    art.dpiY = rgb.dpiY;
    art.stride = art.rowBytes();
    art.bytes.resize(static_cast<std::size_t>(art.stride * art.height));
    for (std::int64_t y = 0; y < art.height; ++y) {
        for (std::int64_t x = 0; x < art.width; ++x) {
            if (rgb.row(y)[3 * x + 1] < threshold) {
                art.row(y)[x / 8] |= static_cast<std::uint8_t>(0x80 >> (x % 8));
            }
        }
    }
    return art;
}

void leaveJpegTraces(cv::Mat& rgb, int quality) {
    constexpr std::array<int, 64> kTable{
        16, 11, 10, 16, 24,  40,  51,  61,  12, 12, 14, 19, 26,  58,  60,  55,
        14, 13, 16, 24, 40,  57,  69,  56,  14, 17, 22, 29, 51,  87,  80,  62,
        18, 22, 37, 56, 68,  109, 103, 77,  24, 35, 55, 64, 81,  104, 113, 92,
        49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99};
    const int scale = quality < 50 ? 5000 / quality : 200 - 2 * quality;
    std::vector<cv::Mat> planes;
    cv::split(rgb, planes);
    for (cv::Mat& plane : planes) {
        for (int y = 0; y + 8 <= plane.rows; y += 8) {
            for (int x = 0; x + 8 <= plane.cols; x += 8) {
                const cv::Mat block = plane(cv::Rect(x, y, 8, 8));
                cv::Mat values;
                block.convertTo(values, CV_32F, 1, -128);
                cv::dct(values, values);
                for (int i = 0; i < 64; ++i) {
                    const int step = std::clamp(
                        (kTable[static_cast<std::size_t>(i)] * scale + 50) / 100, 1, 255);
                    float& value = values.at<float>(i / 8, i % 8);
                    value = std::round(value / static_cast<float>(step)) * static_cast<float>(step);
                }
                cv::idct(values, values);
                values.convertTo(block, CV_8U, 1, 128);
            }
        }
    }
    cv::merge(planes, rgb);
}

record::CaptureFacts factsOf(const PageImage& image) {
    record::CaptureFacts facts;
    facts.dpiX = image.dpiX;
    facts.dpiY = image.dpiY;
    facts.lines = image.height;
    facts.bytesPerLine = image.rowBytes();
    facts.bytesRead = image.rowBytes() * image.height;
    facts.bitsPerSample = image.bitsPerSample;
    return facts;
}

} // namespace seihon::imaging::test
