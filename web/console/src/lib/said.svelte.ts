// What was just done, said once on the screen and to screen readers; and that this place shows less
// than there is.

class Said {
  text = $state('');
  number = $state(0);
  cut = $state(false);
}

export const said = new Said();

export function say(text: string) {
  said.text = text;
  said.number += 1;
}
