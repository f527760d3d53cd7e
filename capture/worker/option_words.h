#pragma once

#include "capture/worker/sane_device.h"

#include <initializer_list>

namespace seihon::capture {

// The device's own spelling of one of the words; backends agree on the meaning, not on the text.
std::optional<std::string> spelling(const OptionInfo& info,
                                    std::initializer_list<const char*> candidates);

// The words by which drivers call a source or a mode.
std::initializer_list<const char*> wordsFor(record::PaperSource source);
std::initializer_list<const char*> wordsFor(record::ColourMode mode);

} // namespace seihon::capture
