#pragma once

#include <sodium.h>

namespace ocop::accounts {

// Overwrites a string with zeros when it goes out of scope, so that a plain password does not stay
// in freed memory. Borrows the string, which outlives it and is not moved meanwhile.
template <class Text>
class WipeAtEnd {
  public:
    explicit WipeAtEnd(Text& text) : text_(text) {}

    ~WipeAtEnd() { sodium_memzero(text_.data(), text_.size() * sizeof(typename Text::value_type)); }

    WipeAtEnd(WipeAtEnd const&) = delete;
    WipeAtEnd& operator=(WipeAtEnd const&) = delete;

  private:
    Text& text_;
};

}  // namespace ocop::accounts
