// What was just done, said once on the screen and to screen readers.

class Said {
  text = $state('');
  number = $state(0);
}

export const said = new Said();

export function say(text: string) {
  said.text = text;
  said.number += 1;
}
