/** Elements of a table, with their class and role. */
export function part(tag: string, name: string, role: string | null): HTMLElement {
  const element = document.createElement(tag);
  element.className = name;
  if (role !== null) element.setAttribute("role", role);
  return element;
}
