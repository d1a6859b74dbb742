interface PageOf<T> {
  items: T[];
  /** Cursor of the page that follows, or null on the last one. */
  next: string | null;
}

/** Follows `next` to the end, for lists that must show everything. */
export async function everyPage<T>(fetchPage: (from: { cursor?: string }) => Promise<PageOf<T>>): Promise<T[]> {
  const items: T[] = [];
  let page = await fetchPage({});
  items.push(...page.items);
  while (page.next !== null) {
    page = await fetchPage({ cursor: page.next });
    items.push(...page.items);
  }
  return items;
}
