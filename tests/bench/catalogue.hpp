#pragma once

// What the catalogue of a full province costs: 10,000 products, read and searched.
namespace ocop::bench {

int show_catalogue();

}  // namespace ocop::bench
