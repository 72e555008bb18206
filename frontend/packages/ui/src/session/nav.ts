/** One entry of a menu. Each domain folder exports its own; `app/nav.ts` lists them in order. */
export interface NavItem {
  to: string;
  label: string;
  /** Role codes that see the entry; left out: everybody who is signed in. */
  roles?: readonly string[];
}

export interface NavGroup {
  label: string;
  items: readonly NavItem[];
}

/** Leaves out what the role may not open. The server decides again; this only tidies the menu. */
export function navFor(groups: readonly NavGroup[], role: string): NavGroup[] {
  return groups
    .map((group) => ({ ...group, items: group.items.filter((item) => seenBy(item, role)) }))
    .filter((group) => group.items.length > 0);
}

function seenBy(item: NavItem, role: string): boolean {
  return item.roles === undefined || item.roles.includes(role);
}
