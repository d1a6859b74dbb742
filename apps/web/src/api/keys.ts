/** Query keys; a shorter key is a prefix of the longer ones it stands for. */
export const keys = {
  me: ['me'],
  reference: ['reference'],
  notifications: ['notifications'],
  cases: {
    all: ['cases'],
    lists: ['cases', 'list'],
    list: (query: object) => ['cases', 'list', query],
    one: (id: string) => ['cases', 'one', id],
  },
  consultations: {
    all: ['consultations'],
    lists: ['consultations', 'list'],
    list: (query: object) => ['consultations', 'list', query],
    one: (id: string) => ['consultations', 'one', id],
    messages: (id: string) => ['consultations', 'messages', id],
  },
  holds: {
    all: ['holds'],
    lists: ['holds', 'list'],
    list: (query: object) => ['holds', 'list', query],
    one: (id: string) => ['holds', 'one', id],
  },
  experts: (query: object) => ['experts', query],
  people: (q: string) => ['people', q],
  calendars: {
    all: ['calendars'],
    one: (personId: string) => ['calendars', personId],
    availability: (personId: string) => ['calendars', personId, 'availability'],
    freeBusy: (personId: string, from: string) => ['calendars', personId, 'free-busy', from],
  },
  slots: {
    all: ['slots'],
    one: (search: object) => ['slots', search],
  },
} as const;
