import { mount } from 'svelte';
import App from './App.svelte';
import './style.css';

mount(App, { target: document.getElementById('root')! });

// Without it the console works, with a network.
if (import.meta.env.PROD) {
  void navigator.serviceWorker
    ?.register('/console/sw.js')
    .catch((error: unknown) => console.warn(error));
}
