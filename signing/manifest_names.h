#pragma once

#include <string_view>

namespace seihon::signing {

inline constexpr std::string_view kMimetypePath = "mimetype";
inline constexpr std::string_view kRecordPath = "record.json";
inline constexpr std::string_view kManifestPath = "META-INF/ASiCManifest001.xml";
inline constexpr std::string_view kSignaturePath = "META-INF/signature001.p7s";

// Relative, forward slashes, ASCII letters, digits, "-", "_" and "." only, no part empty or
// beginning with a dot: a path that means the same on every system and needs no escaping in XML or
// a URI.
bool isSafePath(std::string_view path);

} // namespace seihon::signing
