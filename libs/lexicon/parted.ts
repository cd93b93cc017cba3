/** How many whole days, and hours and minutes besides, a stretch of minutes has. */
export function parted(minutes: number, dayMinutes = 1440): { days: number; hours: number; minutes: number } {
  const rest = minutes % dayMinutes;
  return { days: Math.floor(minutes / dayMinutes), hours: Math.floor(rest / 60), minutes: Math.floor(rest % 60) };
}
