#include "imaging/page_planes.h"

#include <algorithm>
#include <array>
#include <vector>

namespace seihon::imaging {
namespace {

using record::PageImage;

constexpr std::int64_t kSmallDpi = 75;
// Beyond any real resolution; keeps a cell's sum within 32 bits whatever the device claims.
constexpr std::int64_t kLargestShrink = 64;

int shrinkFor(std::int64_t dpi) {
    return static_cast<int>(
        std::clamp<std::int64_t>((dpi + kSmallDpi / 2) / kSmallDpi, 1, kLargestShrink));
}

// ITU-R BT.601 luma in 1/256.
std::uint8_t luma(unsigned red, unsigned green, unsigned blue) {
    return static_cast<std::uint8_t>((77 * red + 150 * green + 29 * blue + 128) >> 8);
}

// One row of 8-bit samples, whatever the image has.
class RowReader {
  public:
    explicit RowReader(const PageImage& image) : m_image(image) {
        if (image.bitsPerSample != 8) {
            m_buffer.resize(static_cast<std::size_t>(image.width * image.channels));
        }
    }

    const std::uint8_t* read(std::int64_t y) {
        const std::uint8_t* const row = m_image.row(y);
        if (m_image.bitsPerSample == 8) {
            return row;
        }
        if (m_image.bitsPerSample == 16) {
            for (std::size_t i = 0; i < m_buffer.size(); ++i) {
                m_buffer[i] = row[2 * i + 1]; // host order is little endian
            }
        } else {
            for (std::size_t i = 0; i < m_buffer.size(); ++i) {
                m_buffer[i] = (row[i / 8] & (0x80U >> (i % 8))) != 0 ? 0 : 255;
            }
        }
        return m_buffer.data();
    }

  private:
    const PageImage& m_image;
    std::vector<std::uint8_t> m_buffer;
};

void toGrey(const std::uint8_t* rgb, std::uint8_t* grey, int width) {
    for (int x = 0; x < width; ++x) {
        grey[x] = luma(rgb[3 * x], rgb[3 * x + 1], rgb[3 * x + 2]);
    }
}

// Down the rows of one row of cells first, sample by sample: the compiler makes vectors of that. 64
// rows of 255 fit.
void addRow(const std::uint8_t* row, std::vector<std::uint16_t>& columns) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
        columns[i] = static_cast<std::uint16_t>(columns[i] + row[i]);
    }
}

// Then along the row: the sums of its cells, channel by channel.
template <int Channels>
void addAlong(const std::uint16_t* row, int cells, int shrink, std::uint32_t* sums) {
    for (int cell = 0; cell < cells; ++cell) {
        std::array<std::uint32_t, Channels> sum{};
        for (int i = 0; i < shrink; ++i) {
            for (std::size_t channel = 0; channel < Channels; ++channel) {
                sum[channel] += row[channel];
            }
            row += Channels;
        }
        for (std::size_t channel = 0; channel < Channels; ++channel) {
            sums[channel] = sum[channel];
        }
        sums += Channels;
    }
}

void writeColourRow(PagePlanes& planes, int y, const std::vector<std::uint32_t>& sums) {
    const auto area = static_cast<std::uint32_t>(planes.shrinkX * planes.shrinkY);
    for (int x = 0; x < planes.small.width; ++x) {
        const std::uint32_t* const sum = sums.data() + 3 * x;
        const std::uint32_t red = (sum[0] + area / 2) / area;
        const std::uint32_t green = (sum[1] + area / 2) / area;
        const std::uint32_t blue = (sum[2] + area / 2) / area;
        planes.smallRed.row(y)[x] = static_cast<std::uint8_t>(red);
        planes.smallGreen.row(y)[x] = static_cast<std::uint8_t>(green);
        planes.smallBlue.row(y)[x] = static_cast<std::uint8_t>(blue);
        planes.smallDarkest.row(y)[x] = static_cast<std::uint8_t>(std::min({red, green, blue}));
        planes.small.row(y)[x] = luma(red, green, blue);
    }
}

void writeGreyRow(PagePlanes& planes, int y, const std::vector<std::uint32_t>& sums) {
    const auto area = static_cast<std::uint32_t>(planes.shrinkX * planes.shrinkY);
    for (int x = 0; x < planes.small.width; ++x) {
        const auto value =
            static_cast<std::uint8_t>((sums[static_cast<std::size_t>(x)] + area / 2) / area);
        planes.small.row(y)[x] = planes.smallDarkest.row(y)[x] = value;
    }
}

} // namespace

PagePlanes makePlanes(const PageImage& image) {
    PagePlanes planes;
    planes.dpiX = image.dpiX;
    planes.dpiY = image.dpiY;
    planes.colour = image.channels == 3;
    planes.continuousTone = image.bitsPerSample > 1;
    const int width = static_cast<int>(image.width);
    const int height = static_cast<int>(image.height);
    planes.shrinkX = std::min(shrinkFor(image.dpiX), width);
    planes.shrinkY = std::min(shrinkFor(image.dpiY), height);
    // What does not fill a cell at the right and lower border (less than 0.4 mm) is left out of the
    // small planes.
    const int cells = width / planes.shrinkX;
    const int rows = height / planes.shrinkY;
    planes.grey = Plane(width, height);
    planes.small = Plane(cells, rows);
    planes.smallDarkest = Plane(cells, rows);
    if (planes.colour) {
        planes.smallRed = planes.smallGreen = planes.smallBlue = Plane(cells, rows);
    }
    RowReader reader(image);
    const std::size_t channels = planes.colour ? 3 : 1;
    std::vector<std::uint32_t> sums(static_cast<std::size_t>(cells) * channels);
    std::vector<std::uint16_t> columns(sums.size() * static_cast<std::size_t>(planes.shrinkX));
    for (int y = 0; y < height; ++y) {
        const std::uint8_t* const row = reader.read(y);
        if (planes.colour) {
            toGrey(row, planes.grey.row(y), width);
        } else {
            std::copy_n(row, width, planes.grey.row(y));
        }
        addRow(row, columns);
        if (y % planes.shrinkY == planes.shrinkY - 1 && y / planes.shrinkY < rows) {
            if (planes.colour) {
                addAlong<3>(columns.data(), cells, planes.shrinkX, sums.data());
                writeColourRow(planes, y / planes.shrinkY, sums);
            } else {
                addAlong<1>(columns.data(), cells, planes.shrinkX, sums.data());
                writeGreyRow(planes, y / planes.shrinkY, sums);
            }
            std::fill(columns.begin(), columns.end(), std::uint16_t{0});
        }
    }
    return planes;
}

} // namespace seihon::imaging
