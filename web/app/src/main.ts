import { mount } from 'svelte';
import App from './App.svelte';
import { app } from './app.svelte.ts';
import { update } from './update.svelte.ts';
import './style.css';

mount(App, { target: document.getElementById('root')! });
void update.start(() => app.busy > 0).catch(() => undefined); // without it the app works, with a network
void app.start();
