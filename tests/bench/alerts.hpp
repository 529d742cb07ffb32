#pragma once

namespace ocop::bench {

// Prints recall and false alarms of each rule of alerts in simulated seasons.
int show_alerts();

}  // namespace ocop::bench
