#pragma once

#include "record/fault.h"

#include <cstdlib>

namespace seihon {

// A file of settings is refused in one way: ConfigInvalid, with file, line and reason.
inline void requireConfigFault(const record::Fault& fault) {
    const bool whole = fault.kind == record::FaultKind::ConfigInvalid &&
                       fault.context.contains("file") && fault.context.contains("line") &&
                       fault.context.contains("reason");
    if (!whole) {
        std::abort();
    }
}

} // namespace seihon
