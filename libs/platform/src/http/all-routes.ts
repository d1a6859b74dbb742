import { type RouteDefinition, routes } from '@app/contracts';

/** Every route of the contract. */
export const allRoutes: readonly RouteDefinition[] = Object.values(routes).flatMap((group) => Object.values(group) as RouteDefinition[]);
