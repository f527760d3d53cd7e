#pragma once

namespace seihon::station {

// Somebody waits for it, or it is one of the rounds that come by themselves.
enum class Urgency { Asked, Background };

} // namespace seihon::station
