#pragma once

namespace ocop {

// Deleter of std::unique_ptr for what a C library has a function of its own to free.
template <auto free_function>
struct Release {
    template <class T>
    void operator()(T* object) const {
        free_function(object);
    }
};

}  // namespace ocop
