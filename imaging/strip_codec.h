#pragma once

#include "record/digest.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace seihon::imaging {

// One zlib stream (RFC 1950) for each strip.

// Huffman codes and runs of zeros only, no string matching: sensor noise defeats matching, so this
// is both smaller and many times faster than a general compressor on predicted scans.
void appendHuffmanOnly(record::Bytes data, std::vector<std::uint8_t>& out);

// A general compressor at its fastest: better when most of the data repeats.
void appendDeflated(record::Bytes data, std::vector<std::uint8_t>& out);

// The one of both that suits the data.
void appendCompressed(record::Bytes data, std::vector<std::uint8_t>& out);

// True when `stream` is one zlib stream, wholly used, that fills `out` exactly.
bool inflateStrip(record::Bytes stream, std::span<std::uint8_t> out);

} // namespace seihon::imaging
