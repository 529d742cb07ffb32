namespace ocop::cli {}
