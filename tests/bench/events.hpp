#pragma once

#include <cstddef>

// The figures of the event repository.
namespace ocop::bench {

// CPU of captured documents, and rate of single durable events, against the bare writer.
void compare_captures(double steps_s);  // what compare_queries() gave
void compare_single_events();

// Page 1 of selective queries over 10,000 and over `events` events. Prints where the CPU time of a
// capture goes on the way, and gives what it comes to per event in seconds.
double compare_queries(std::size_t events);

}  // namespace ocop::bench
